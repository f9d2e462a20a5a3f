using System.Globalization;
using System.Numerics;

namespace Platone.Grid.Formats.Psse;

/// <summary>A case's network while it is put together, and what its records refer to.</summary>
sealed class NetworkDraft(CaseData data) : NetworkParts(data.LeftOut)
{
    private readonly Dictionary<int, int> _placeOfBus = [];
    private readonly List<BusType> _types = [];
    private readonly HashSet<(string Kind, string Id)> _ids = [];
    private readonly Dictionary<string, int> _circuits = new(StringComparer.Ordinal);

    public CaseData Data => data;

    public double BasePowerVA { get; } = data.BaseMVA * 1e6;

    public int RepeatedBranches { get; private set; }

    public bool TryAddBus(int number, BusType type, Node node)
    {
        if (!_placeOfBus.TryAdd(number, Nodes.Count)) return false;

        Nodes.Add(node);
        _types.Add(type);
        return true;
    }

    public int AddStarPoint(Node node)
    {
        Nodes.Add(node);
        _types.Add(BusType.Load);
        return Nodes.Count - 1;
    }

    public BusType TypeOf(int bus) => _types[bus];

    public bool IsIsolated(int bus) => _types[bus] == BusType.Isolated;

    /// <summary>A negative number only tells at which end flows are metered.</summary>
    public int RequireBus(Record record, string field)
    {
        var number = record.Whole(field);
        return _placeOfBus.TryGetValue(Math.Abs((long)number) <= int.MaxValue ? Math.Abs(number) : 0, out var place)
            ? place
            : throw record.Error(field, $"found {number}, expected the number of a bus");
    }

    /// <summary>The bus whose voltage is held: nothing means the equipment's own.</summary>
    public int RegulatedBus(Record record, string field, int own) => record.Whole(field, 0) == 0 ? own : RequireBus(record, field);

    public string Claim(Record record, string kind, string id) =>
        _ids.Add((kind, id)) ? id : throw record.Error("id", $"found {id} again, expected one {kind} of that name");

    /// <summary>Files write parallel circuits under one and the same id: the second one has another here, and the user is told.</summary>
    public string ClaimBranch(string id)
    {
        var circuits = _circuits[id] = _circuits.GetValueOrDefault(id) + 1;
        if (circuits == 1) return id;

        RepeatedBranches++;
        return $"{id}#{circuits}";
    }

    public string IdAt(int bus, Record record, string field) => $"{Nodes[bus].Id}-{record.Text(field, "1")}";

    /// <summary>Of impedances, per unit at that node.</summary>
    public double BaseOhm(int node) => Nodes[node].RatedVoltageV * Nodes[node].RatedVoltageV / BasePowerVA;

    public static string Name(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Megawatts and megavars.</summary>
    public static Complex Power(Record record, string active, string reactive) => new Complex(record.Number(active, 0), record.Number(reactive, 0)) * 1e6;

    public static double Radians(double degrees) => degrees * (Math.PI / 180);

    public Network ToNetwork() => ToNetwork(BasePowerVA, data.FrequencyHz);
}
