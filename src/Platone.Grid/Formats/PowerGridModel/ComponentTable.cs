namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>All components of a kind, by columns: what a file leaves out or calls null is not a number here.</summary>
internal sealed class ComponentTable(string kind)
{
    private readonly Dictionary<string, Column> _columns = new(StringComparer.Ordinal);
    private readonly Dictionary<int, string> _extras = [];

    public string Kind { get; } = kind;

    public int Count { get; private set; }

    public bool Has(string attribute) => _columns.ContainsKey(attribute);

    public void AddRow() => Count++;

    /// <summary>A value of the last row; false where it has one.</summary>
    public bool TrySet(string attribute, double value) => For(attribute, 1).TrySet(Count - 1, 0, value);

    public bool TrySet(string attribute, int phase, double value) => For(attribute, 3).TrySet(Count - 1, phase, value);

    public void SetExtra(string text) => _extras[Count - 1] = text;

    public string Extra(int row) => _extras.GetValueOrDefault(row, "");

    public double Number(int row, string attribute) => _columns.TryGetValue(attribute, out var column) ? column.Get(row, 0) : double.NaN;

    public (double A, double B, double C) Phases(int row, string attribute) => _columns.TryGetValue(attribute, out var column)
        ? (column.Get(row, 0), column.Get(row, 1), column.Get(row, 2))
        : (double.NaN, double.NaN, double.NaN);

    private Column For(string attribute, int width)
    {
        if (!_columns.TryGetValue(attribute, out var column)) _columns.Add(attribute, column = new(width));

        return column;
    }

    private sealed class Column(int width)
    {
        private readonly List<double> _values = [];

        public double Get(int row, int phase) => row * width + phase is var place && place < _values.Count ? _values[place] : double.NaN;

        public bool TrySet(int row, int phase, double value)
        {
            var place = row * width + phase;
            if (place < _values.Count) return false;

            while (_values.Count < place) _values.Add(double.NaN);
            _values.Add(value);
            return true;
        }
    }
}
