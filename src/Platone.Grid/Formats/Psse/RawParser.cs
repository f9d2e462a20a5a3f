using System.Globalization;
using System.Numerics;

namespace Platone.Grid.Formats.Psse;

/// <summary>Cuts a RAW file into its sections and records.</summary>
sealed class RawParser(Stream stream, string file)
{
    private static readonly Layout SwitchedShunt32 = new Layouts(32).SwitchedShunt;

    private readonly TextLines _lines = new(stream, file);

    /// <summary>A record that was looked at and is still to be read.</summary>
    private List<RawField>? _ahead;
    private bool _isAtQ;
    private CaseData _case = new(file);
    private Layouts _layouts = new(33);
    private int _revision;

    public CaseData Parse()
    {
        ReadHeader();
        foreach (var section in SectionOrder.Of(_revision))
            if (!TryReadSection(section)) break;

        return _case;
    }

    private string Place => $"line {_lines.Number}";

    private void ReadHeader()
    {
        var fields = NextFields() ?? throw Error("found no line, expected IC, SBASE, REV");
        var header = new Record(Layouts.CaseIdentification, Texts(fields, Layouts.CaseIdentification), Place, file);
        if (header.Whole("ic", 0) != 0) throw header.Error("ic", "found a change case, expected 0: a whole network");

        _case = new CaseData(file) { BaseMVA = header.Positive("sbase", 100), FrequencyHz = header.Has("basfrq") ? header.Positive("basfrq", 60) : 60 };
        for (var i = 0; i < 2; i++) _ = _lines.Next() ?? throw Error("found no more lines, expected two of title");

        _revision = header.Has("rev") ? header.Whole("rev") : RevisionOfBuses();
        if (_revision is not (23 or (>= 29 and <= 35))) throw header.Error("rev", $"found {_revision}, expected 23, or 29 to 35");

        _layouts = new Layouts(_revision);
    }

    /// <summary>Files of revision 23 do not say so. Their bus records have a number in second place, where later ones have the name in quotes.</summary>
    private int RevisionOfBuses()
    {
        _ahead = NextFields() ?? throw Error("found no more lines, expected bus data");
        var isRevision23 = _ahead.Count > 1 && !_ahead[1].IsQuoted;
        return isRevision23 ? 23 : throw Error("found no revision in the first line and bus data unlike that of revision 23, expected REV");
    }

    /// <summary>Substations are the last section, and the only one with sections of its own.</summary>
    /// <returns>Whether there may be more.</returns>
    private bool TryReadSection(Section section)
    {
        for (var records = 0; ; records++)
        {
            if (NextFields() is not { } fields) return EndsHere(section, records);
            if (!IsEnd(fields)) ReadRecord(section, fields);
            else if (section != Section.Substation) return true;
        }
    }

    private static bool IsEnd(List<RawField> fields) => fields is [{ Text: "0", IsQuoted: false }, ..];

    /// <summary>Q ends a file; one without it may still be whole, but not in the middle of a section, nor before everything that a network needs.</summary>
    private bool EndsHere(Section section, int records)
    {
        if (_isAtQ && section > Section.Bus) return false;
        if (section <= Section.Transformer || (records > 0 && section != Section.Substation))
            throw Error($"found the end of the file inside the section {section}, expected a line that begins with 0");

        _case.LeftOut.Add($"The file ends without its last line Q, before the section {section}.");
        return false;
    }

    private void ReadRecord(Section section, List<RawField> fields)
    {
        switch (section)
        {
            case Section.Bus: Add(section, _layouts.Bus, fields); break;
            case Section.Load: Add(section, _layouts.Load, fields); break;
            case Section.FixedShunt: Add(section, _layouts.FixedShunt, fields); break;
            case Section.Generator: Add(section, _layouts.Generator, fields); break;
            case Section.Branch: Add(section, _layouts.Branch, fields); break;
            case Section.SwitchingDevice: Add(section, _layouts.SwitchingDevice, fields); break;
            case Section.Transformer: ReadTransformer(fields); break;
            case Section.TwoTerminalDc: ReadDcLine(section, fields, _layouts.TwoTerminalDc, _layouts.TwoTerminalDcHead, _layouts.TwoTerminalDcConverter); break;
            case Section.ConverterDc: ReadDcLine(section, fields, _layouts.ConverterDc, _layouts.ConverterDcHead, _layouts.ConverterDcConverter); break;
            case Section.ImpedanceCorrection: ReadImpedanceCorrection(fields); break;
            case Section.Facts: Add(section, _layouts.Facts, fields); break;
            case Section.SwitchedShunt: Add(section, LayoutOfSwitchedShunt(fields), fields); break;
            default: _case.Skip(section); break;
        }
    }

    /// <summary>Descriptions of revision 31 differ; the quoted name of the device tells which one a file follows.</summary>
    private Layout LayoutOfSwitchedShunt(List<RawField> fields) =>
        _revision == 31 && fields.Count > 8 && fields[8].IsQuoted ? SwitchedShunt32 : _layouts.SwitchedShunt;

    private void Add(Section section, Layout layout, List<RawField> fields) => _case.Add(section, new Record(layout, Texts(fields, layout), Place, file));

    /// <summary>Four lines, or five where it has a third bus.</summary>
    private void ReadTransformer(List<RawField> head)
    {
        var hasThird = head.Count > 2 && head[2].Text is { } third && third != "0";
        var (first, second, winding) = (_layouts.TransformerHead, _layouts.TransformerImpedances, _layouts.TransformerWinding);
        if (hasThird) ReadJoined(Section.Transformer, head, _layouts.Transformer, first, second, winding, winding, winding);
        else ReadJoined(Section.Transformer, head, _layouts.Transformer, first, second, winding, winding);
    }

    /// <summary>A line of its own for each converter.</summary>
    private void ReadDcLine(Section section, List<RawField> fields, Layout whole, Layout head, Layout converter) =>
        ReadJoined(section, fields, whole, head, converter, converter);

    /// <summary>Records of several lines become one, each line with the columns of its part.</summary>
    private void ReadJoined(Section section, List<RawField> head, Layout layout, params ReadOnlySpan<Layout> parts)
    {
        var place = Place;
        var fields = new List<string?>(layout.Width);
        for (var i = 0; i < parts.Length; i++)
        {
            var line = i == 0 ? head : NextFields();
            if (line is null || (i > 0 && line.Count == 1 && IsEnd(line)))
                throw Error($"found the end of the section after {i} lines of a record, expected {parts.Length}");

            for (var column = 0; column < parts[i].Width; column++) fields.Add(column < line.Count ? line[column].Text : null);
        }

        _case.Add(section, new Record(layout, fields.ToArray(), place, file));
    }

    /// <summary>Until revision 33 one line of turns ratios and factors; then complex factors, over as many lines as it takes to a point of nothing.</summary>
    private void ReadImpedanceCorrection(List<RawField> fields)
    {
        var table = new ImpedanceCorrection();
        var number = Number(fields, 0);
        if (number is < 1 or > int.MaxValue || number != Math.Floor(number) || !_case.ImpedanceCorrections.TryAdd((int)number, table))
            throw Error(FormattableString.Invariant($"found table {number}, expected a whole number that no other table has"));

        var isComplex = _revision >= 34;
        var width = isComplex ? 3 : 2;
        var start = 1;
        while (true)
        {
            for (; start < fields.Count; start += width)
            {
                var (at, real, imaginary) = (Number(fields, start), Number(fields, start + 1), isComplex ? Number(fields, start + 2) : 0);
                if (at == 0 && real == 0 && imaginary == 0) break;
                if (!table.TryAdd(at, new Complex(real, imaginary))) throw Error($"found {at} behind a greater number, expected ascending ones");
            }

            if (!isComplex || start < fields.Count) break;

            (fields, start) = (NextFields() ?? throw Error("found the end of the file inside an impedance correction table"), 0);
        }

        if (table.Count == 0) throw Error("found a table without a point, expected at least one");
    }

    private double Number(List<RawField> fields, int i)
    {
        if (i >= fields.Count || fields[i].Text is not { } text) return 0;

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw Error($"found '{text}', expected a finite number");
    }

    /// <summary>The next record, without comments and blank lines; null where the file ends or has its Q.</summary>
    private List<RawField>? NextFields()
    {
        if (_ahead is { } ahead)
        {
            _ahead = null;
            return ahead;
        }

        while (!_isAtQ && _lines.Next() is { } line)
        {
            if (line.StartsWith("@!", StringComparison.Ordinal)) continue;

            var fields = RawField.Split(line);
            _isAtQ = fields is [{ Text: "Q" or "q", IsQuoted: false }, ..];
            if (fields.Count > 0 && !_isAtQ) return fields;
        }

        return null;
    }

    private static string?[] Texts(List<RawField> fields, Layout layout) => fields.Take(layout.Width).Select(field => field.Text).ToArray();

    private GridFormatException Error(string problem) => new(file, Place, problem);
}
