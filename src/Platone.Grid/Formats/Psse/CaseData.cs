namespace Platone.Grid.Formats.Psse;

/// <summary>What a case holds, whichever form it was read from.</summary>
sealed class CaseData(string file)
{
    private readonly Dictionary<Section, List<Record>> _records = [];
    private readonly Dictionary<Section, int> _skipped = [];

    public string File { get; } = file;

    public double BaseMVA { get; init; } = 100;

    public double FrequencyHz { get; init; } = 50;

    /// <summary>Factors of transformer impedances, by number of their table.</summary>
    public Dictionary<int, ImpedanceCorrection> ImpedanceCorrections { get; } = [];

    public List<string> LeftOut { get; } = [];

    public IReadOnlyList<Record> this[Section section] => _records.GetValueOrDefault(section) ?? (IReadOnlyList<Record>)[];

    /// <summary>Records, or lines of records, that were not read.</summary>
    public int Skipped(Section section) => _skipped.GetValueOrDefault(section);

    public void Skip(Section section) => _skipped[section] = Skipped(section) + 1;

    public void Add(Section section, Record record)
    {
        if (!_records.TryGetValue(section, out var records)) _records[section] = records = [];
        if (records.Count == GridLimits.MaxObjects)
            throw new GridFormatException(File, $"section {section}", $"found more than {GridLimits.MaxObjects} records, expected no more");

        records.Add(record);
    }
}
