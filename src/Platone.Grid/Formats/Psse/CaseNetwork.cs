namespace Platone.Grid.Formats.Psse;

/// <summary>A network from a case's records, as PSS/E's own power flow understands them.</summary>
sealed class CaseNetwork(CaseData data)
{
    private readonly NetworkDraft _draft = new(data);

    public Network Build()
    {
        BusRecords.Add(_draft);
        LoadRecords.Add(_draft);
        ShuntRecords.Add(_draft);
        GeneratorRecords.Add(_draft);
        BranchRecords.Add(_draft);
        TransformerRecords.Add(_draft);
        TwoTerminalDcRecords.Add(_draft);
        ConverterDcRecords.Add(_draft);
        FactsRecords.Add(_draft);
        SayWhatIsLeftOut();
        return _draft.ToNetwork();
    }

    private void SayWhatIsLeftOut()
    {
        if (_draft.RepeatedBranches > 0)
            _draft.LeftOut.Add($"{_draft.RepeatedBranches} branches have the buses and the circuit of another: they are parallel ones.");

        Say(Section.MultiTerminalDc, "multi-terminal dc lines: what they take and give is missing");
        Say(Section.GenericDevice, "generic network elements: what they take and give is missing");
        Say(Section.InductionMachine, "induction machines: what they take is missing");
        Say(Section.Substation, "substations with nodes and switches: buses and branches are read, the switches inside a substation are not");
    }

    private void Say(Section section, string what)
    {
        var lines = data.Skipped(section) + data[section].Count;
        if (lines > 0) _draft.LeftOut.Add($"The file has {lines} lines or records of {what}.");
    }
}
