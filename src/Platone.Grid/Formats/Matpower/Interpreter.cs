namespace Platone.Grid.Formats.Matpower;

/// <summary>
/// Runs a case file: assignments of tables, and of what is computed from them. This is the part of the language that MATPOWER's own cases use, and no more;
/// everything else is an error.
/// </summary>
sealed class Interpreter(Scanner scanner, string file)
{
    private readonly TokenStream _tokens = new(scanner, file);
    private readonly Dictionary<string, Value> _variables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Value> _fields = new(StringComparer.Ordinal);
    private string _case = "mpc";

    /// <returns>The fields of the case's struct, by name.</returns>
    public IReadOnlyDictionary<string, Value> Run()
    {
        while (SkipSeparators())
        {
            if (_tokens.Current is { Kind: TokenKind.Name, Text: "end" or "return" }) _tokens.Take();
            else RunStatement();

            if (!IsSeparator(_tokens.Current)) throw _tokens.Unexpected("the end of the statement");
        }

        return _fields;
    }

    private bool SkipSeparators()
    {
        while (IsSeparator(_tokens.Current) && _tokens.Current.Kind != TokenKind.End) _tokens.Take();
        return _tokens.Current.Kind != TokenKind.End;
    }

    private static bool IsSeparator(Token token) => token.Kind is TokenKind.NewLine or TokenKind.End || token.Is(";") || token.Is(",");

    private void RunStatement()
    {
        if (_tokens.Current.Is("["))
        {
            AssignNamedColumns();
            return;
        }

        var name = _tokens.TakeName("a statement");
        if (name == "function") ReadHeader();
        else if (name == "define_constants") foreach (var (column, value) in NamedColumns.All) _variables[column] = Matrix.Of(value);
        else Assign(name);
    }

    /// <summary><c>function mpc = case9</c>. Version 1 has a list of results in its place.</summary>
    private void ReadHeader()
    {
        if (_tokens.Current.Is("[")) throw _tokens.Error("found a list of results, expected 'function mpc = ...': a case of format version 2");

        _case = _tokens.TakeName("the name of the case's struct");
        _tokens.Expect("=");
        _tokens.TakeName("the name of the case");
        if (_tokens.TryTake("(")) _tokens.Expect(")");
    }

    /// <summary><c>[PQ, PV, REF, ...] = idx_bus</c></summary>
    private void AssignNamedColumns()
    {
        _tokens.Take();
        var names = new List<string?>();
        while (!_tokens.TryTake("]"))
        {
            if (_tokens.TryTake(",")) continue;
            names.Add(_tokens.TryTake("~") ? null : _tokens.TakeName("a name, or ]"));
            if (names.Count > 64) throw _tokens.Error("found more than 64 names, expected those of a table's columns");
        }

        _tokens.Expect("=");
        var function = _tokens.Current;
        var columns = NamedColumns.Of(_tokens.TakeName("idx_bus, idx_gen, idx_brch or idx_cost"));
        if (columns is null) throw _tokens.ErrorAt(function, $"found {function}, expected idx_bus, idx_gen, idx_brch or idx_cost");
        if (names.Count > columns.Count) throw _tokens.ErrorAt(function, $"found {names.Count} names for the {columns.Count} results of {function.Text}");

        for (var i = 0; i < names.Count; i++)
            if (names[i] is { } name) _variables[name] = Matrix.Of(columns[i].Value);
    }

    private void Assign(string name)
    {
        var start = _tokens.Current;
        var (target, key) = name == _case && _tokens.Current.Is(".") ? (_fields, _tokens.TakeFieldName()) : (_variables, name);
        if (_tokens.Current.Is("("))
        {
            AssignPart(target, key, start);
            return;
        }

        if (!_tokens.Current.Is("=")) throw _tokens.ErrorAt(start, $"found '{name}' and {_tokens.Current}, expected an assignment or define_constants");
        _tokens.Take();
        var value = Expression().Evaluate();
        target[key] = value is Matrix matrix ? Copy(matrix) : value;
    }

    /// <summary>Values are values: a part of one that is assigned later changes no other.</summary>
    private Matrix Copy(Matrix matrix)
    {
        _tokens.CountWork(matrix.Cells.Length);
        return matrix with { Cells = (double[])matrix.Cells.Clone() };
    }

    /// <summary><c>mpc.bus(:, [PD, QD]) = ...</c></summary>
    private void AssignPart(Dictionary<string, Value> target, string key, Token start)
    {
        if (target.GetValueOrDefault(key) is not Matrix matrix)
            throw _tokens.ErrorAt(start, $"found a part of '{key}', expected a matrix that was assigned before");

        var expression = Expression();
        var (rows, columns) = expression.TakeIndices(matrix);
        _tokens.Expect("=");
        if (expression.Evaluate() is not Matrix values) throw _tokens.ErrorAt(start, "found a text, expected numbers");
        if (!values.IsScalar && (values.Rows != rows.Length || values.Columns != columns.Length))
            throw _tokens.ErrorAt(start, $"found {values.Rows} by {values.Columns} numbers, expected {rows.Length} by {columns.Length}");

        _tokens.CountWork(rows.Length * (long)columns.Length);
        for (var i = 0; i < rows.Length; i++)
            for (var j = 0; j < columns.Length; j++)
                matrix[rows[i], columns[j]] = values.IsScalar ? values.Cells[0] : values[i, j];
    }

    private Expressions Expression() => new(_tokens, _case, _variables, _fields);
}
