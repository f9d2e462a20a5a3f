using System.Numerics;

namespace Platone.Grid.Formats.Psse;

/// <summary>Transformers of two and three windings.</summary>
static class TransformerRecords
{
    public static void Add(NetworkDraft draft)
    {
        var (controlled, withoutImpedance) = (0, 0);
        foreach (var record in draft.Data[Section.Transformer])
        {
            var isThreeWinding = record.Whole("kbus", 0) != 0;
            for (var k = 1; k <= (isThreeWinding ? 3 : 1); k++)
                if (record.Whole($"cod{k}", 0) > 0) controlled++;

            if (isThreeWinding) withoutImpedance += AddThreeWindings(draft, record);
            else AddTwoWindings(draft, record);
        }

        if (controlled > 0)
            draft.LeftOut.Add($"{controlled} transformer windings stand at the ratio and angle that the file gives: nothing regulates them (COD).");

        if (withoutImpedance > 0)
            draft.LeftOut.Add($"{withoutImpedance} legs of three-winding transformers have no impedance of their own: they have a millionth per unit instead.");
    }

    /// <summary>Both windings have a ratio; the impedance stands between them, so that it is seen from bus J through the second.</summary>
    private static void AddTwoWindings(NetworkDraft draft, Record record)
    {
        var (from, to) = (draft.RequireBus(record, "ibus"), draft.RequireBus(record, "jbus"));
        var id = draft.ClaimBranch($"{draft.Nodes[from].Id}-{draft.IdAt(to, record, "ckt")}");
        if (from == to) throw record.Error("jbus", "found bus I again, expected another one");

        var winding = new WindingFields(draft, record);
        var z = winding.ImpedancePu("1_2", from) * winding.Correction(1, from);
        if (z == 0) throw record.Error("x1_2", "found no impedance, expected one");

        var isClosed = record.Code("stat", 1, 0, 1) == 1 && !draft.IsIsolated(from) && !draft.IsIsolated(to);
        var toRatio = winding.Ratio(2, to);
        draft.Transformers.Add(new Transformer(id, record.Text("name", id), from, to, isClosed, isClosed)
        {
            FromWindingV = winding.Ratio(1, from) * draft.Nodes[from].RatedVoltageV,
            ToWindingV = toRatio * draft.Nodes[to].RatedVoltageV,
            PhaseShiftRad = NetworkDraft.Radians(record.Number("ang1", 0)),
            PositiveSequence = new PiCircuit(z * (toRatio * toRatio * draft.BaseOhm(to)), 0, 0),
            OuterShuntSiemens = winding.MagnetisingSiemens(from),
            RatedPowerVA = winding.RatedPowerVA(1),
        });
    }

    /// <returns>How many of its legs have no impedance.</returns>
    private static int AddThreeWindings(NetworkDraft draft, Record record)
    {
        int[] buses = [draft.RequireBus(record, "ibus"), draft.RequireBus(record, "jbus"), draft.RequireBus(record, "kbus")];
        var id = draft.ClaimBranch($"{draft.Nodes[buses[0]].Id}-{draft.Nodes[buses[1]].Id}-{draft.IdAt(buses[2], record, "ckt")}");
        var name = record.Text("name", id);
        var star = draft.AddStarPoint(new Node($"{id}-star", name, draft.Nodes[buses[0]].RatedVoltageV)
        {
            IsStarPoint = true,
            GivenVoltage = record.Number("vmstar", 1) is > 0 and var givenPu ? new(givenPu, NetworkDraft.Radians(record.Number("anstar", 0))) : null,
        });

        var winding = new WindingFields(draft, record);
        var (z12, z23, z31) = (winding.ImpedancePu("1_2", buses[0]), winding.ImpedancePu("2_3", buses[1]), winding.ImpedancePu("3_1", buses[2]));
        Complex[] legs = [(z12 + z31 - z23) / 2, (z12 + z23 - z31) / 2, (z23 + z31 - z12) / 2];
        var (first, withoutImpedance) = (draft.Transformers.Count, 0);
        for (var k = 1; k <= 3; k++)
        {
            var bus = buses[k - 1];
            var z = legs[k - 1] * winding.Correction(k, bus);
            if (z.Magnitude < 1e-12) (z, withoutImpedance) = (new Complex(0, 1e-6), withoutImpedance + 1);

            var isClosed = IsWindingClosed(record.Code("stat", 1, 0, 4), k) && !draft.IsIsolated(bus);
            draft.Transformers.Add(new Transformer($"{id}-{k}", name, bus, star, isClosed, isClosed)
            {
                FromWindingV = winding.Ratio(k, bus) * draft.Nodes[bus].RatedVoltageV,
                ToWindingV = draft.Nodes[star].RatedVoltageV,
                PhaseShiftRad = NetworkDraft.Radians(record.Number($"ang{k}", 0)),
                PositiveSequence = new PiCircuit(z * draft.BaseOhm(star), 0, 0),
                OuterShuntSiemens = k == 1 ? winding.MagnetisingSiemens(bus) : 0,
                RatedPowerVA = winding.RatedPowerVA(k),
            });
        }

        draft.ThreeWindingTransformers.Add(new ThreeWindingTransformer(id, name, star, first, first + 1, first + 2));
        return withoutImpedance;
    }

    /// <summary>STAT: 0 none, 1 all, 2 all but the second winding, 3 all but the third, 4 all but the first.</summary>
    private static bool IsWindingClosed(int status, int winding) => status switch
    {
        0 => false,
        1 => true,
        4 => winding != 1,
        _ => winding != status,
    };
}
