using System.Numerics;

namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>Sources, loads and generators.</summary>
internal sealed partial class NetworkExport
{
    /// <summary>The greatest short-circuit power that leaves power-grid-model's numbers whole.</summary>
    private const double StiffVA = 1e20;

    private void AddSource(Source source)
    {
        var rated = RatedV(source.Node);
        var (positive, zero) = (source.PositiveSequenceOhm, source.ZeroSequenceOhm);
        if (positive.Imaginary < 0 || positive.Real < 0) _warnings.Add($"Source {source.Id}: the sign of its impedance is left out.");

        // R/X without end: all resistance.
        var ratio = positive == 0 ? 0 : Math.Min(Math.Abs(positive.Real / positive.Imaginary), 1e9);
        _rows.Add(ComponentKind.Source, $"Source {source.Id}",
            ("node", _nodeIds[source.Node]), ("status", source.IsConnected), ("u_ref", source.VoltageV / rated), ("u_ref_angle", source.AngleRad),
            ("sk", positive == 0 ? StiffVA : rated * rated / positive.Magnitude), ("rx_ratio", ratio),
            ("z01_ratio", positive == 0 || zero == 0 ? 1 : zero.Magnitude / positive.Magnitude));
        if (positive != 0 && zero != 0 && Math.Abs(zero.Phase - positive.Phase) > 1e-6)
            _warnings.Add($"Source {source.Id}: its zero sequence gets the positive sequence's R/X.");
    }

    private void AddLoad(Load load) =>
        AddPower(ComponentKind.SymLoad, ComponentKind.AsymLoad, $"Load {load.Id}", load.Node, load.IsConnected, load.Power);

    private void AddGenerator(Generator generator, int place)
    {
        var origin = $"Generator {generator.Id}";
        var power = generator.Power;
        if (solved is not null && generator is { Target: not null, IsConnected: true }) power = ZipPower.OfPower(solved.GeneratorPowersVA[place]);

        var id = AddPower(ComponentKind.SymGen, ComponentKind.AsymGen, origin, generator.Node, generator.IsConnected, power);
        if (generator.Target is not { } target || VoltagePuHeldBy(generator, target, place) is not { } voltagePu) return;

        _rows.Add(ComponentKind.VoltageRegulator, origin, ("regulated_object", id), ("status", true), ("u_ref", voltagePu),
            ("q_min", FiniteOrMissing(generator.MinimumReactivePowerVar)), ("q_max", FiniteOrMissing(generator.MaximumReactivePowerVar)));
    }

    /// <summary>
    /// At its own node, which is where the format lets it hold one: in a solved state the voltage that was found there holds every other too. Null where
    /// it cannot be told.
    /// </summary>
    private double? VoltagePuHeldBy(Generator generator, VoltageTarget target, int place)
    {
        if (target.Node == generator.Node && solved is null) return target.VoltageV / RatedV(target.Node);
        if (solved is not null) return solved.AtReactiveLimit.Contains(place) ? null : solved.NodeVoltagesPu[generator.Node].Magnitude;

        _warnings.Add($"Generator {generator.Id} holds the voltage of another node, which the format cannot tell: its given power is written.");
        return null;
    }

    private static double FiniteOrMissing(double value) => double.IsFinite(value) ? value : double.NaN;

    /// <summary>One component for each part of the power that is something; the id of the first.</summary>
    private int AddPower(string balancedKind, string phaseKind, string origin, int node, bool isConnected, ZipPower power)
    {
        var first = 0;
        foreach (var type in Enum.GetValues<LoadModel>())
        {
            var part = type.PowerOf(power);
            var isNothing = part == default;
            if (isNothing && (type != LoadModel.ConstantPower || power != default)) continue;

            var id = part.IsBalanced
                ? Add(balancedKind, part.Total.Real, part.Total.Imaginary)
                : Add(phaseKind, PerPhase(part, static value => value.Real), PerPhase(part, static value => value.Imaginary));
            if (first == 0) first = id;

            int Add(string kind, ExportValue active, ExportValue reactive) => _rows.Add(kind, origin,
                ("node", _nodeIds[node]), ("status", isConnected), ("type", (double)type), ("p_specified", active), ("q_specified", reactive));
        }
        return first;
    }

    private static ExportValue PerPhase(PhasePower power, Func<Complex, double> part) => new(part(power.A), part(power.B), part(power.C), true);
}
