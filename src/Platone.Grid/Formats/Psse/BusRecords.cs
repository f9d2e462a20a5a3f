using System.Globalization;
using System.Numerics;

namespace Platone.Grid.Formats.Psse;

/// <summary>Buses, and the loads and shunts that old revisions have in their records.</summary>
static class BusRecords
{
    public static void Add(NetworkDraft draft)
    {
        var records = draft.Data[Section.Bus];
        if (records.Count == 0) throw new GridFormatException(draft.Data.File, "bus data", "found no record, expected at least one bus");

        var withoutVoltage = 0;
        for (var place = 0; place < records.Count; place++)
        {
            if (records[place].Number("baskv", 0) == 0) withoutVoltage++;
            AddBus(draft, records[place], place);
        }

        if (withoutVoltage > 0) draft.LeftOut.Add($"{withoutVoltage} buses have no base voltage (BASKV 0): their volts are told as if it were 1 kV.");
    }

    private static void AddBus(NetworkDraft draft, Record record, int place)
    {
        var number = record.Code("ibus", 0, 1, 999_997);
        var id = NetworkDraft.Name(number);
        var type = (BusType)record.Code("ide", 1, 1, 4);
        var baseKV = record.Number("baskv", 0);
        if (baseKV < 0) throw record.Error("baskv", baseKV, "a number that is not negative");

        var ratedV = baseKV == 0 ? 1e3 : baseKV * 1e3;
        var node = new Node(id, record.Text("name", id), ratedV)
        {
            Zone = record.Whole("zone", 1).ToString(CultureInfo.InvariantCulture),
            GivenVoltage = type == BusType.Isolated ? null : new(record.Positive("vm", 1), NetworkDraft.Radians(record.Number("va", 0))),
        };
        if (!draft.TryAddBus(number, type, node)) throw record.Error("ibus", $"found {number} again, expected another number for every bus");

        var isConnected = type != BusType.Isolated;
        var load = NetworkDraft.Power(record, "pl", "ql");
        if (load != 0) draft.Loads.Add(new Load(draft.Claim(record, "load", id), id, place, isConnected, ZipPower.OfPower(load)));

        var shunt = NetworkDraft.Power(record, "gl", "bl") / (ratedV * ratedV);
        if (shunt != Complex.Zero) draft.Shunts.Add(new Shunt(draft.Claim(record, "shunt", id), id, place, isConnected, shunt));
    }
}
