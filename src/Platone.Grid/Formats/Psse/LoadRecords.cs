using System.Numerics;

namespace Platone.Grid.Formats.Psse;

/// <summary>Loads by their constant power, current and admittance, and the generation behind the same meter that revision 34 and 35 have with them.</summary>
static class LoadRecords
{
    public static void Add(NetworkDraft draft)
    {
        foreach (var record in draft.Data[Section.Load])
        {
            var bus = draft.RequireBus(record, "ibus");
            var id = draft.Claim(record, "load", draft.IdAt(bus, record, "loadid"));
            var isConnected = record.Code("stat", 1, 0, 1) == 1 && !draft.IsIsolated(bus);
            draft.Loads.Add(new Load(id, id, bus, isConnected, Power(record)));
            AddDistributedGeneration(draft, record, bus, id, isConnected);
        }
    }

    private static ZipPower Power(Record record) => new(
        PhasePower.Balanced(NetworkDraft.Power(record, "pl", "ql")),
        PhasePower.Balanced(NetworkDraft.Power(record, "ip", "iq")),
        // YQ is a susceptance: negative where it takes reactive power.
        PhasePower.Balanced(Complex.Conjugate(NetworkDraft.Power(record, "yp", "yq"))));

    private static void AddDistributedGeneration(NetworkDraft draft, Record record, int bus, string id, bool isConnected)
    {
        var power = NetworkDraft.Power(record, "dgenp", "dgenq");
        if (power == 0) return;

        var isRunning = isConnected && record.Code("dgenm", 0, 0, 1) == 1;
        draft.Generators.Add(new Generator(draft.Claim(record, "generator", $"{id}-dg"), id, bus, isRunning, ZipPower.OfPower(power)));
    }
}
