using System.Globalization;
using System.Numerics;

namespace Platone.Grid.Formats.Matpower;

/// <summary>A network from a case's tables, as MATPOWER's own power flow understands them (User's Manual, chapter 3 and appendix B).</summary>
sealed class CaseNetwork(CaseTables tables, string file)
{
    private const int Generating = 2;
    private const int Reference = 3;
    private const int Isolated = 4;

    private readonly NetworkParts _parts = new();
    private readonly Dictionary<int, int> _rowOfBus = [];
    private int[] _types = [];
    private int _busesWithoutVoltage;

    private double BasePowerVA => tables.BaseMVA * 1e6;

    public Network Build()
    {
        AddBuses();
        AddGenerators();
        AddBranches();
        SayWhatIsLeftOut();
        return _parts.ToNetwork(BasePowerVA);
    }

    private void AddBuses()
    {
        var buses = tables.Buses;
        if (buses.Rows == 0) throw new GridFormatException(file, "field bus", "found no rows, expected a row for every bus");

        _types = new int[buses.Rows];
        for (var row = 0; row < buses.Rows; row++)
        {
            var number = buses.Whole(row, 1, "bus number", 1, int.MaxValue);
            if (!_rowOfBus.TryAdd(number, row)) throw buses.Error(row, "bus number", number, "a number that no other bus has");

            _types[row] = buses.Whole(row, 2, "type", 1, 4);
            AddBus(row, number.ToString(CultureInfo.InvariantCulture));
        }
    }

    private void AddBus(int row, string id)
    {
        var buses = tables.Buses;
        var baseKV = buses.Finite(row, 10, "baseKV");
        if (baseKV < 0) throw buses.Error(row, "baseKV", baseKV, "a positive number, or 0 where it is not known");
        if (baseKV == 0) _busesWithoutVoltage++;

        var ratedV = baseKV == 0 ? 1e3 : baseKV * 1e3;
        _parts.Nodes.Add(new Node(id, tables.BusNames.Count > 0 ? tables.BusNames[row] : id, ratedV)
        {
            Zone = buses.Finite(row, 11, "zone").ToString(CultureInfo.InvariantCulture),
            GivenVoltage = new(buses.Finite(row, 8, "Vm"), Radians(buses.Finite(row, 9, "Va"))),
        });

        var isConnected = _types[row] != Isolated;
        var load = new Complex(buses.Finite(row, 3, "Pd"), buses.Finite(row, 4, "Qd")) * 1e6;
        if (load != 0) _parts.Loads.Add(new Load(id, id, row, isConnected, ZipPower.OfPower(load)));

        // MW demanded and Mvar injected at the rated voltage.
        var shunt = new Complex(buses.Finite(row, 5, "Gs"), buses.Finite(row, 6, "Bs")) * 1e6 / (ratedV * ratedV);
        if (shunt != 0) _parts.Shunts.Add(new Shunt(id, id, row, isConnected, shunt));
    }

    private void AddGenerators()
    {
        var rowsByBus = new List<int>?[_parts.Nodes.Count];
        for (var row = 0; row < tables.Generators.Rows; row++)
            (rowsByBus[RequireBus(tables.Generators, row, 1, "bus")] ??= []).Add(row);

        LetAnotherBusBeTheReference(rowsByBus);
        for (var bus = 0; bus < rowsByBus.Length; bus++)
            if (rowsByBus[bus] is { } rows) AddGenerators(bus, rows);
    }

    /// <summary>A bus without a running generator is a load bus whatever its type. The first generator bus replaces a reference lost so.</summary>
    private void LetAnotherBusBeTheReference(List<int>?[] rowsByBus)
    {
        for (var bus = 0; bus < _types.Length; bus++)
            if (_types[bus] is Generating or Reference && rowsByBus[bus]?.Exists(IsRunning) != true) _types[bus] = 1;

        if (Array.IndexOf(_types, Reference) >= 0) return;

        var first = Array.IndexOf(_types, Generating);
        if (first < 0) throw new GridFormatException(file, "field gen", "found no running generator at a bus of type 2 or 3, expected at least one");

        _types[first] = Reference;
    }

    private bool IsRunning(int row) => tables.Generators[row, 8] > 0;

    private void AddGenerators(int bus, List<int> rows)
    {
        // Of several that hold a bus, MATPOWER takes the last one's voltage.
        var last = rows.FindLastIndex(IsRunning);
        var targetPu = last >= 0 && _types[bus] is Generating or Reference ? tables.Generators.Positive(rows[last], 6, "Vg") : 0;
        var hasSource = false;
        for (var i = 0; i < rows.Count; i++)
        {
            var id = $"{_parts.Nodes[bus].Id}-{i + 1}";
            if (_types[bus] == Reference && IsRunning(rows[i]) && !hasSource)
            {
                _parts.Sources.Add(new Source(id, id, bus, true, targetPu * _parts.Nodes[bus].RatedVoltageV, _parts.Nodes[bus].GivenVoltage!.Value.AngleRad));
                hasSource = true;
                continue;
            }

            _parts.Generators.Add(Generator(id, bus, rows[i], targetPu));
        }
    }

    private Generator Generator(string id, int bus, int row, double targetPu)
    {
        var generators = tables.Generators;
        var (lowest, highest) = (Limit(row, 5, "Qmin"), Limit(row, 4, "Qmax"));
        var isConnected = IsRunning(row) && _types[bus] != Isolated;
        if (isConnected && lowest > highest) throw generators.Error(row, "Qmin", lowest, FormattableString.Invariant($"no more than Qmax, {highest}"));

        var power = new Complex(generators.Finite(row, 2, "Pg"), generators.Finite(row, 3, "Qg")) * 1e6;
        return new Generator(id, id, bus, isConnected, ZipPower.OfPower(power))
        {
            Target = targetPu > 0 ? new VoltageTarget(bus, targetPu * _parts.Nodes[bus].RatedVoltageV) : null,
            MinimumReactivePowerVar = lowest * 1e6,
            MaximumReactivePowerVar = highest * 1e6,
        };
    }

    private double Limit(int row, int column, string field)
    {
        var value = tables.Generators[row, column];
        return double.IsNaN(value) ? throw tables.Generators.Error(row, field, value, "a number, or Inf") : value;
    }

    private void AddBranches()
    {
        var circuits = new Dictionary<(int, int), int>();
        for (var row = 0; row < tables.Branches.Rows; row++)
        {
            var (from, to) = (RequireBus(tables.Branches, row, 1, "from bus"), RequireBus(tables.Branches, row, 2, "to bus"));
            if (from == to) throw tables.Branches.Error(row, "to bus", tables.Branches[row, 2], "another bus than the from bus");

            var circuit = circuits[(from, to)] = circuits.GetValueOrDefault((from, to)) + 1;
            AddBranch(row, from, to, $"{_parts.Nodes[from].Id}-{_parts.Nodes[to].Id}-{circuit}");
        }
    }

    private void AddBranch(int row, int from, int to, string id)
    {
        var branches = tables.Branches;
        var z = new Complex(branches.Finite(row, 3, "r"), branches.Finite(row, 4, "x"));
        if (z == 0) throw branches.Error(row, "r and x", 0, "an impedance");

        // MATPOWER's pi circuit stands at the to side, per unit of its voltage.
        var baseOhm = _parts.Nodes[to].RatedVoltageV * _parts.Nodes[to].RatedVoltageV / BasePowerVA;
        var circuit = PiCircuit.Of(z * baseOhm, new Complex(0, branches.Finite(row, 5, "b")) / baseOhm);
        var isClosed = branches[row, 11] > 0 && _types[from] != Isolated && _types[to] != Isolated;
        var (ratio, shiftDeg) = (branches.Finite(row, 9, "ratio"), branches.Finite(row, 10, "angle"));
        if (ratio < 0) throw branches.Error(row, "ratio", ratio, "a positive number, or 0 for a line");

        var rateMVA = branches[row, 6];
        double? ratedVA = rateMVA is > 0 and < double.PositiveInfinity ? rateMVA * 1e6 : null;
        if (ratio == 0 && shiftDeg == 0 && _parts.Nodes[from].RatedVoltageV == _parts.Nodes[to].RatedVoltageV)
        {
            var ratedA = ratedVA / (Math.Sqrt(3) * _parts.Nodes[from].RatedVoltageV);
            _parts.Lines.Add(new Line(id, id, from, to, isClosed, isClosed) { PositiveSequence = circuit, RatedCurrentA = ratedA });
            return;
        }

        _parts.Transformers.Add(new Transformer(id, id, from, to, isClosed, isClosed)
        {
            FromWindingV = (ratio == 0 ? 1 : ratio) * _parts.Nodes[from].RatedVoltageV,
            ToWindingV = _parts.Nodes[to].RatedVoltageV,
            PhaseShiftRad = Radians(shiftDeg),
            PositiveSequence = circuit,
            RatedPowerVA = ratedVA,
        });
    }

    private int RequireBus(CaseTable table, int row, int column, string field) =>
        _rowOfBus.TryGetValue(table.Whole(row, column, field, 1, int.MaxValue), out var bus)
            ? bus
            : throw table.Error(row, field, table[row, column], "the number of a bus");

    private void SayWhatIsLeftOut()
    {
        if (_busesWithoutVoltage > 0)
            _parts.LeftOut.Add($"{_busesWithoutVoltage} buses have no base voltage (baseKV 0): their volts are told as if it were 1 kV.");
        if (tables.DcLines > 0) _parts.LeftOut.Add($"{tables.DcLines} dc lines (mpc.dcline) are not part of the power flow, as in MATPOWER by default.");
    }

    private static double Radians(double degrees) => degrees * (Math.PI / 180);
}
