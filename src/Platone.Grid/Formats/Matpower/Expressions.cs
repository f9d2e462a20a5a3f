namespace Platone.Grid.Formats.Matpower;

/// <summary>Evaluates one expression while it is read: sums, products, powers, a few functions, parts of matrices, and tables.</summary>
sealed class Expressions(TokenStream tokens, string caseName, Dictionary<string, Value> variables, Dictionary<string, Value> fields)
{
    /// <summary>Numbers of one matrix, as many as the largest table of a case may have.</summary>
    private const int MaxCells = 25 * GridLimits.MaxObjects;

    private const int MaxColumns = 1024;

    private int _depth;

    /// <summary>Whether white space separates, as it does between brackets.</summary>
    private bool _isInBrackets;

    public Value Evaluate()
    {
        if (++_depth > GridLimits.MaxDepth) throw tokens.Error($"found an expression nested deeper than {GridLimits.MaxDepth}");

        var value = Sum();
        _depth--;
        return value;
    }

    /// <summary>What stands in parentheses behind a matrix: rows and columns, counted from nothing.</summary>
    public (int[] Rows, int[] Columns) TakeIndices(Matrix matrix)
    {
        var isInBrackets = _isInBrackets;
        _isInBrackets = false;
        tokens.Expect("(");
        var rows = Index(matrix.Rows);
        tokens.Expect(",");
        var columns = Index(matrix.Columns);
        tokens.Expect(")");
        _isInBrackets = isInBrackets;
        tokens.CountWork(rows.Length + (long)columns.Length);
        return (rows, columns);
    }

    private int[] Index(int count)
    {
        var place = tokens.Current;
        if (tokens.TryTake(":")) return Enumerable.Range(0, count).ToArray();

        var first = IndexNumbers(count);
        if (!tokens.TryTake(":")) return first.Select(index => Checked(index, count, place)).ToArray();

        var last = IndexNumbers(count);
        if (first.Length != 1 || last.Length != 1) throw tokens.ErrorAt(place, "found lists, expected a number on either side of ':'");

        var (from, to) = (Checked(first[0], count, place), Checked(last[0], count, place));
        return Enumerable.Range(from, Math.Max(0, to - from + 1)).ToArray();
    }

    private double[] IndexNumbers(int count)
    {
        if (tokens.Current is not { Kind: TokenKind.Name, Text: "end" }) return Numbers(Evaluate(), tokens.Current).Cells;

        tokens.Take();
        return [count];
    }

    private int Checked(double index, int count, Token place) => index >= 1 && index <= count && index == Math.Floor(index)
        ? (int)index - 1
        : throw tokens.ErrorAt(place, FormattableString.Invariant($"found the index {index}, expected a whole number from 1 to {count}"));

    private Value Sum()
    {
        var value = Product();
        while ((tokens.Current.Is("+") || tokens.Current.Is("-")) && !BeginsElement()) value = Combine(value, tokens.Take(), Product());
        return value;
    }

    /// <summary>Between brackets <c>a -b</c> is two elements, <c>a - b</c> and <c>a-b</c> are one.</summary>
    private bool BeginsElement() => _isInBrackets && tokens.Current is { SpaceBefore: true, SpaceAfter: false };

    private Value Product()
    {
        var value = Signed();
        while (tokens.Current.Is("*") || tokens.Current.Is("/") || tokens.Current.Is(".*") || tokens.Current.Is("./"))
            value = Combine(value, tokens.Take(), Signed());
        return value;
    }

    private Value Signed()
    {
        var isNegative = false;
        var sign = tokens.Current;
        while (tokens.Current.Is("-") || tokens.Current.Is("+")) isNegative ^= tokens.Take().Is("-");

        var value = Power();
        return isNegative ? Map(Numbers(value, sign), x => -x) : value;
    }

    private Value Power()
    {
        var value = Operand();
        while (tokens.Current.Is("^") || tokens.Current.Is(".^")) value = Combine(value, tokens.Take(), Exponent());
        return value;
    }

    private Value Exponent()
    {
        var sign = tokens.Current;
        return tokens.TryTake("-") ? Map(Numbers(Operand(), sign), x => -x) : Operand();
    }

    private Value Operand()
    {
        var token = tokens.Current;
        if (token.Kind == TokenKind.Number) return Matrix.Of(tokens.Take().Number);
        if (token.Kind == TokenKind.Text) return new TextValue(tokens.Take().Text);
        if (token.Kind == TokenKind.Name) return Named();
        if (token.Is("(")) return Parenthesis();
        if (token.Is("[")) return Table();
        if (token.Is("{")) return Cells();
        throw tokens.Unexpected("a number, a name, a text, ( [ or {");
    }

    private Value Parenthesis()
    {
        var isInBrackets = _isInBrackets;
        _isInBrackets = false;
        tokens.Expect("(");
        var value = Evaluate();
        tokens.Expect(")");
        _isInBrackets = isInBrackets;
        return value;
    }

    private Value Named()
    {
        var token = tokens.Take();
        var name = token.Text;
        var found = variables.GetValueOrDefault(name);
        if (name == caseName && tokens.Current.Is("."))
        {
            name = tokens.TakeFieldName();
            found = fields.GetValueOrDefault(name) ?? throw tokens.ErrorAt(token, $"found the field '{name}', expected one that was assigned before");
        }

        if (found is Matrix matrix && tokens.Current.Is("(") && !(_isInBrackets && tokens.Current.SpaceBefore)) return Part(matrix);
        if (found is not null) return found;
        if (Constant(name) is { } constant) return Matrix.Of(constant);
        if (Function(name) is not { } function) throw tokens.ErrorAt(token, $"found '{name}', expected a name that was assigned before, or a known function");

        return Map(Numbers(Parenthesis(), token), function);
    }

    private static double? Constant(string name) => name switch
    {
        "Inf" or "inf" => double.PositiveInfinity,
        "NaN" or "nan" => double.NaN,
        "pi" => Math.PI,
        _ => null,
    };

    private static Func<double, double>? Function(string name) => name switch
    {
        "sqrt" => Math.Sqrt,
        "sin" => Math.Sin,
        "cos" => Math.Cos,
        "tan" => Math.Tan,
        "asin" => Math.Asin,
        "acos" => Math.Acos,
        "atan" => Math.Atan,
        "abs" => Math.Abs,
        "exp" => Math.Exp,
        _ => null,
    };

    private Matrix Part(Matrix matrix)
    {
        var place = tokens.Current;
        var (rows, columns) = TakeIndices(matrix);
        if ((long)rows.Length * columns.Length > MaxCells) throw tokens.ErrorAt(place, $"found more than {MaxCells} numbers");

        tokens.CountWork(rows.Length * (long)columns.Length);
        var part = new Matrix(rows.Length, columns.Length, new double[rows.Length * columns.Length]);
        for (var i = 0; i < rows.Length; i++)
            for (var j = 0; j < columns.Length; j++)
                part[i, j] = matrix[rows[i], columns[j]];
        return part;
    }

    /// <summary>A table: white space or commas separate columns, semicolons or line ends rows.</summary>
    private Matrix Table()
    {
        var start = tokens.Take();
        var (cells, lines, columns) = (new List<double>(), new List<int>(), -1);
        var isInBrackets = _isInBrackets;
        _isInBrackets = true;
        while (!tokens.Current.Is("]"))
        {
            var line = tokens.Current.Line;
            var width = Row(cells);
            if (width > 0)
            {
                if (columns >= 0 && width != columns)
                    throw tokens.ErrorAt(tokens.Current with { Line = line }, $"found {width} columns, expected {columns} as in the rows above");

                columns = width;
                lines.Add(line);
                if (lines.Count > GridLimits.MaxObjects || cells.Count > MaxCells) throw tokens.Error($"found more than {GridLimits.MaxObjects} rows");
            }

            if (!tokens.TryTake(";") && tokens.Current.Kind == TokenKind.NewLine) tokens.Take();
            if (tokens.Current.Kind == TokenKind.End) throw tokens.ErrorAt(start, "found a table without an end, expected ]");
        }

        _isInBrackets = isInBrackets;
        tokens.Take();
        return new Matrix(lines.Count, Math.Max(columns, 0), cells.ToArray()) { Lines = lines };
    }

    private int Row(List<double> cells)
    {
        var width = 0;
        while (!(tokens.Current.Is(";") || tokens.Current.Is("]") || tokens.Current.Kind is TokenKind.NewLine or TokenKind.End))
        {
            var place = tokens.Current;
            var element = Numbers(Evaluate(), place);
            if (!element.IsScalar) throw tokens.ErrorAt(place, "found a matrix inside a matrix, expected a number");
            if (++width > MaxColumns) throw tokens.ErrorAt(place, $"found more than {MaxColumns} columns");

            cells.Add(element.Cells[0]);
            tokens.TryTake(",");
        }

        return width;
    }

    private CellValue Cells()
    {
        var start = tokens.Take();
        var cells = new List<Value>();
        var isInBrackets = _isInBrackets;
        _isInBrackets = true;
        while (!tokens.Current.Is("}"))
        {
            if (tokens.Current.Kind == TokenKind.End) throw tokens.ErrorAt(start, "found a list without an end, expected }");
            if (tokens.Current.Kind == TokenKind.NewLine || tokens.Current.Is(";") || tokens.Current.Is(",")) tokens.Take();
            else cells.Add(Evaluate());
            if (cells.Count > MaxCells) throw tokens.ErrorAt(start, $"found more than {MaxCells} entries");
        }

        _isInBrackets = isInBrackets;
        tokens.Take();
        return new CellValue(cells);
    }

    private Matrix Combine(Value left, Token operation, Value right)
    {
        var (a, b) = (Numbers(left, operation), Numbers(right, operation));
        if (!IsElementwise(a, operation, b))
            throw tokens.ErrorAt(operation, $"found {a.Rows} by {a.Columns} {operation.Text} {b.Rows} by {b.Columns}, expected an operation number by number");

        var apply = Operation(operation.Text);
        if (b.IsScalar) return Map(a, x => apply(x, b.Cells[0]));
        if (a.IsScalar) return Map(b, x => apply(a.Cells[0], x));

        tokens.CountWork(a.Cells.Length);
        var cells = new double[a.Cells.Length];
        for (var i = 0; i < cells.Length; i++) cells[i] = apply(a.Cells[i], b.Cells[i]);
        return new Matrix(a.Rows, a.Columns, cells);
    }

    /// <summary>Without a point the operators between matrices are those of linear algebra, which no case needs.</summary>
    private static bool IsElementwise(Matrix a, Token operation, Matrix b) => operation.Text switch
    {
        "*" => a.IsScalar || b.IsScalar,
        "/" => b.IsScalar,
        "^" => a.IsScalar && b.IsScalar,
        _ => a.IsScalar || b.IsScalar || (a.Rows == b.Rows && a.Columns == b.Columns),
    };

    private static Func<double, double, double> Operation(string symbol) => symbol switch
    {
        "+" => (x, y) => x + y,
        "-" => (x, y) => x - y,
        "*" or ".*" => (x, y) => x * y,
        "/" or "./" => (x, y) => x / y,
        _ => Math.Pow,
    };

    private Matrix Map(Matrix matrix, Func<double, double> function)
    {
        tokens.CountWork(matrix.Cells.Length);
        return new(matrix.Rows, matrix.Columns, Array.ConvertAll(matrix.Cells, x => function(x)));
    }

    private Matrix Numbers(Value value, Token place) => value as Matrix ?? throw tokens.ErrorAt(place, "found a text, expected numbers");
}
