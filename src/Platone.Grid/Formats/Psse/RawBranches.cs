using System.Numerics;
using Platone.Grid.Topology;

namespace Platone.Grid.Formats.Psse;

/// <summary>The records of lines and transformers.</summary>
sealed class RawBranches(RawBuses buses, RawInjections injections)
{
    private readonly EquipmentIds<(int, int, int)> _circuits = new();
    private int _asShunts;

    public List<string> Records { get; } = [];

    public List<string> Transformers { get; } = [];

    public IEnumerable<string> Changed
    {
        get
        {
            if (_asShunts > 0) yield return $"{_asShunts} branches are open at one end or run within one bus: the file has what they take as a shunt.";
        }
    }

    public void AddAll(Network network)
    {
        foreach (var line in network.Lines) Add(line);

        var legs = new HashSet<int>(buses.ThreeWindings.SelectMany(whole => new[] { whole.Leg1, whole.Leg2, whole.Leg3 }));
        for (var i = 0; i < network.Transformers.Count; i++)
            if (!legs.Contains(i)) Add(network.Transformers[i]);

        foreach (var whole in buses.ThreeWindings) Add(network, whole);
    }

    /// <summary>A series impedance alone, per unit.</summary>
    public void Add(int from, int to, Complex impedancePu) => Add(from, to, impedancePu, 0, 0, 0, true);

    private void Add(Line line)
    {
        if (IsWrittenAsShunt(line.From, line.To, line.FromClosed, line.ToClosed, TwoPort.Of(line))) return;

        // Without a ratio per unit it would have one in volts.
        if (buses.BaseV(line.From) != buses.BaseV(line.To))
        {
            Add(new Transformer(line.Id, line.Name, line.From, line.To, line.FromClosed, line.ToClosed)
            {
                FromWindingV = 1,
                ToWindingV = 1,
                PositiveSequence = line.PositiveSequence,
            });
            return;
        }

        var baseOhm = buses.BaseOhm(line.From);
        var circuit = line.PositiveSequence;
        var ratedMVA = (line.RatedCurrentA ?? 0) * Math.Sqrt(3) * buses.BaseV(line.From) / 1e6;
        var (from, to) = (buses.NumberOf(line.From), buses.NumberOf(line.To));
        Add(from, to, circuit.SeriesOhm / baseOhm, circuit.FromShuntSiemens * baseOhm, circuit.ToShuntSiemens * baseOhm, ratedMVA, line.FromClosed);
    }

    /// <summary>Charging that both ends share alike has a field of its own.</summary>
    private void Add(int from, int to, Complex impedancePu, Complex fromShuntPu, Complex toShuntPu, double ratedMVA, bool isClosed)
    {
        var half = fromShuntPu.Imaginary == toShuntPu.Imaginary ? fromShuntPu.Imaginary : 0;
        Records.Add(RawText.Record(
            from, to, Circuit(from, to), impedancePu.Real, impedancePu.Imaginary, 2 * half, ratedMVA, 0, 0, fromShuntPu.Real, fromShuntPu.Imaginary - half,
            toShuntPu.Real, toShuntPu.Imaginary - half, Status(isClosed), 1, 0, 1, 1));
    }

    /// <summary>
    /// The first winding has the whole ratio, so that the impedance stands at the to side. Magnetising goes outside the ratio, or to the to bus.
    /// </summary>
    private void Add(Transformer transformer)
    {
        if (IsWrittenAsShunt(transformer.From, transformer.To, transformer.FromClosed, transformer.ToClosed, TwoPort.Of(transformer))) return;

        var (from, to) = (buses.NumberOf(transformer.From), buses.NumberOf(transformer.To));
        var circuit = TwoPort.AtItsTaps(transformer, transformer.PositiveSequence);
        var ratio = TwoPort.ComplexRatio(transformer).Magnitude;
        var magnetisingPu = (transformer.OuterShuntSiemens + circuit.FromShuntSiemens / (ratio * ratio)) * buses.BaseOhm(transformer.From);
        injections.AddShunt(transformer.To, circuit.ToShuntSiemens, transformer.FromClosed);

        AddHead($"{from},{to},0", Circuit(from, to), magnetisingPu, transformer.Name, Status(transformer.FromClosed));
        var impedancePu = circuit.SeriesOhm / buses.BaseOhm(transformer.To);
        Transformers.Add(RawText.Record(impedancePu.Real, impedancePu.Imaginary, buses.BasePowerVA / 1e6));
        AddWinding(transformer);
        Transformers.Add("1,0");
    }

    private void Add(Network network, ThreeWindingTransformer whole)
    {
        var legs = ThreeWindingRecords.Legs(network, whole);
        var numbers = legs.Select(leg => buses.NumberOf(leg.From)).ToArray();
        var magnetisingPu = legs[0].OuterShuntSiemens * buses.BaseOhm(legs[0].From);
        var circuit = _circuits.Next((numbers[0], numbers[1], numbers[2]));
        AddHead($"{numbers[0]},{numbers[1]},{numbers[2]}", circuit, magnetisingPu, whole.Name, ThreeWindingRecords.Status(legs));

        var z = legs.Select(leg => TwoPort.AtItsTaps(leg, leg.PositiveSequence).SeriesOhm / buses.BaseOhm(leg.To)).ToArray();
        var (z12, z23, z31, baseMVA) = (z[0] + z[1], z[1] + z[2], z[2] + z[0], buses.BasePowerVA / 1e6);
        Transformers.Add(RawText.Record(
            z12.Real, z12.Imaginary, baseMVA, z23.Real, z23.Imaginary, baseMVA, z31.Real, z31.Imaginary, baseMVA, 1, 0));
        foreach (var leg in legs) AddWinding(leg);
    }

    private void AddHead(string ends, string circuit, Complex magnetisingPu, string name, int status) => Transformers.Add(RawText.Record(
        ends, circuit, 1, 1, 1, magnetisingPu.Real, magnetisingPu.Imaginary, 1, RawText.Quoted(name, 12), status, 1, 1));

    private void AddWinding(Transformer transformer)
    {
        var ratio = TwoPort.ComplexRatio(transformer);
        var ratioPu = ratio.Magnitude * (buses.BaseV(transformer.To) / buses.BaseV(transformer.From));
        var ratedMVA = (transformer.RatedPowerVA ?? 0) / 1e6;
        Transformers.Add(RawText.Record(ratioPu, 0, ratio.Phase * (180 / Math.PI), ratedMVA, 0, 0, 0, 0, 1.1, 0.9, 1.1, 0.9, 33, 0, 0, 0, 0));
    }

    /// <summary>A branch with one end open, or with both at one bus, is a shunt there; one that is open at both ends of one bus is nothing.</summary>
    private bool IsWrittenAsShunt(int from, int to, bool fromClosed, bool toClosed, TwoPort branch)
    {
        if (fromClosed == toClosed && !buses.AreOne(from, to)) return false;

        _asShunts++;
        injections.AddShunt(fromClosed ? from : to, branch.FromFrom + branch.FromTo + branch.ToFrom + branch.ToTo);
        return true;
    }

    private string Circuit(int from, int to) => _circuits.Next((Math.Min(from, to), Math.Max(from, to), 0));

    private static int Status(bool isOn) => isOn ? 1 : 0;
}
