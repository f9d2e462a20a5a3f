using System.Numerics;

namespace Platone.Grid.Formats.Psse;

/// <summary>Fixed shunts, and switched ones at what is switched on (BINIT).</summary>
static class ShuntRecords
{
    private const int Locked = 0;

    public static void Add(NetworkDraft draft)
    {
        foreach (var record in draft.Data[Section.FixedShunt])
        {
            var bus = draft.RequireBus(record, "ibus");
            Add(draft, record, bus, draft.IdAt(bus, record, "shntid"), NetworkDraft.Power(record, "gl", "bl"));
        }

        var controlled = 0;
        foreach (var record in draft.Data[Section.SwitchedShunt])
        {
            var bus = draft.RequireBus(record, "ibus");
            if (record.Code("modsw", 1, 0, 6) != Locked) controlled++;
            Add(draft, record, bus, $"{draft.IdAt(bus, record, "shntid")}-switched", new Complex(0, record.Number("binit", 0) * 1e6));
        }

        if (controlled > 0) draft.LeftOut.Add($"{controlled} switched shunts stand at what is switched on in the file (BINIT): nothing switches them.");
    }

    private static void Add(NetworkDraft draft, Record record, int bus, string id, Complex ratedPowerVA)
    {
        var ratedV = draft.Nodes[bus].RatedVoltageV;
        var isConnected = record.Code("stat", 1, 0, 1) == 1 && !draft.IsIsolated(bus);
        draft.Shunts.Add(new Shunt(draft.Claim(record, "shunt", id), id, bus, isConnected, ratedPowerVA / (ratedV * ratedV)));
    }
}
