namespace Platone.Grid.Formats.Matpower;

/// <summary>The tables of a case that a power flow needs, of the shape that the format demands.</summary>
sealed class CaseTables
{
    private readonly IReadOnlyDictionary<string, Value> _fields;
    private readonly string _file;

    /// <exception cref="GridFormatException">One is missing or has another shape.</exception>
    public CaseTables(IReadOnlyDictionary<string, Value> fields, string file)
    {
        (_fields, _file) = (fields, file);
        RequireVersion();
        BaseMVA = RequireBaseMVA();
        Buses = new CaseTable("bus", RequireMatrix("bus", 13), file);
        Generators = new CaseTable("gen", RequireMatrix("gen", 10), file);
        Branches = new CaseTable("branch", RequireMatrix("branch", 11), file);
        BusNames = Names();
    }

    public double BaseMVA { get; }

    public CaseTable Buses { get; }

    public CaseTable Generators { get; }

    public CaseTable Branches { get; }

    /// <summary>By row of the bus table; empty where the case has none.</summary>
    public IReadOnlyList<string> BusNames { get; }

    /// <summary>Rows of the table of dc lines.</summary>
    public int DcLines => _fields.GetValueOrDefault("dcline") is Matrix matrix ? matrix.Rows : 0;

    private void RequireVersion()
    {
        var version = _fields.GetValueOrDefault("version");
        var isSecond = version is TextValue { Text: "2" } or Matrix { IsScalar: true, Cells: [2] };
        if (!isSecond) throw Error("version", version is TextValue text ? $"found '{text.Text}', expected '2'" : "found nothing, expected '2'");
    }

    private double RequireBaseMVA() => _fields.GetValueOrDefault("baseMVA") is Matrix { IsScalar: true, Cells: [> 0 and < double.PositiveInfinity] } found
        ? found.Cells[0]
        : throw Error("baseMVA", "found no positive number, expected the base power in MVA");

    private Matrix RequireMatrix(string field, int columns)
    {
        if (_fields.GetValueOrDefault(field) is not Matrix matrix) throw Error(field, "found no table, expected one");
        if (matrix.Columns < columns && matrix.Rows > 0) throw Error(field, $"found {matrix.Columns} columns, expected at least {columns}");
        return matrix;
    }

    private List<string> Names()
    {
        if (!_fields.TryGetValue("bus_name", out var value)) return [];
        if (value is not CellValue list || list.Cells.Count != Buses.Rows)
            throw Error("bus_name", $"found another list than one of {Buses.Rows} texts, expected a name for every bus");

        return list.Cells.Select(cell => cell is TextValue text ? text.Text.Trim() : throw Error("bus_name", "found a number, expected a text")).ToList();
    }

    private GridFormatException Error(string field, string problem) => new(_file, $"field {field}", problem);
}
