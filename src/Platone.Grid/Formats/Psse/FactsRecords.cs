namespace Platone.Grid.Formats.Psse;

/// <summary>FACTS devices with a shunt part alone (STATCOM, static var compensator) hold a voltage; those in series with a line are left out.</summary>
static class FactsRecords
{
    private const int OutOfService = 0;

    public static void Add(NetworkDraft draft)
    {
        foreach (var record in draft.Data[Section.Facts])
        {
            if (record.Code("mode", 1, 0, 8) == OutOfService) continue;

            var bus = draft.RequireBus(record, "ibus");
            var name = record.Text("name", draft.Nodes[bus].Id);
            if (record.Whole("jbus", 0) != 0)
            {
                draft.LeftOut.Add($"The FACTS device {name} has a series part: what it takes and gives is missing.");
                continue;
            }

            AddShuntDevice(draft, record, bus, name);
        }
    }

    /// <summary>SHMX megavolt-amperes either way, at a voltage of 1 per unit.</summary>
    private static void AddShuntDevice(NetworkDraft draft, Record record, int bus, string name)
    {
        var regulated = draft.RegulatedBus(record, "fcreg", bus);
        var limitVar = Math.Abs(record.Number("shmx", 9999)) * 1e6;
        draft.Generators.Add(new Generator(draft.Claim(record, "generator", $"{name}-facts"), name, bus, !draft.IsIsolated(bus), default)
        {
            Target = new VoltageTarget(regulated, record.Positive("vset", 1) * draft.Nodes[regulated].RatedVoltageV),
            MinimumReactivePowerVar = -limitVar,
            MaximumReactivePowerVar = limitVar,
        });
    }
}
