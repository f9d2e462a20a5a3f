namespace Platone.Grid.Formats.Cim;

/// <summary>An object of the model with those of its properties that are read. It may be put together from several files, in any order.</summary>
sealed class CimObject(string id)
{
    /// <summary>Far above any quantity of a network, and such that products of several stay finite.</summary>
    private const double Greatest = 1e30;

    private Value[] _values = [];
    private int _count;

    /// <summary>Its mRID: the XML identifier without what RDF puts before it (<c>#</c>, <c>_</c>, <c>urn:uuid:</c>).</summary>
    public string Id { get; } = id;

    /// <summary>Null as long as others only refer to it.</summary>
    public string? Class { get; private set; }

    public string Name => Find(CimProperties.Name) is { Content: string { Length: > 0 } name } ? name : Id;

    /// <summary>Where it is defined; null where it is only referred to.</summary>
    public CimFile? File { get; private set; }

    public int Line { get; private set; }

    /// <summary>Defined by rdf:ID, which no other object of the file may repeat; not just described further by rdf:about.</summary>
    public bool HasOwnId { get; private set; }

    /// <summary>For messages.</summary>
    public string Place => $"line {Line}, {Class} {Id}{(Name == Id ? "" : $" ({Name})")}";

    public void Define(string className, CimFile file, int line, bool byId)
    {
        if (byId && HasOwnId) RequireSame(className, file, line);
        if (Class is null || (byId && !HasOwnId) || Class == "Equipment") (Class, File, Line) = (className, file, line);
        HasOwnId |= byId;
    }

    /// <exception cref="GridFormatException">It has another value already. Names may differ from file to file; the first one counts.</exception>
    public void Set(CimProperty property, double number, object? content, CimFile file, int line)
    {
        if (Find(property) is { } known)
        {
            if (property == CimProperties.Name || (known.Number == number && Equals(known.Content, content))) return;

            var found = content is null ? $"{number}" : $"{content}";
            var before = known.Content is null ? $"{known.Number}" : $"{known.Content}";
            throw new GridFormatException(file.Name, $"line {line}, {Class} {Id}, {property.Name}", $"'{found}', and '{before}' elsewhere; expected one value");
        }

        if (_count == _values.Length) Array.Resize(ref _values, Math.Max(4, _count * 2));
        _values[_count++] = new(property, number, content);
    }

    public override string ToString() => Id;

    /// <summary>A number that must be there.</summary>
    public double Number(CimProperty property) => NumberOrNull(property) ?? throw Error(property, "absent; expected a number");

    public double NumberOr(CimProperty property, double otherwise) => NumberOrNull(property) ?? otherwise;

    public double? NumberOrNull(CimProperty property)
    {
        if (LimitOrNull(property) is not { } number) return null;
        return Math.Abs(number) <= Greatest ? number : throw Error(property, $"{number}; expected at most {Greatest}");
    }

    /// <summary>A number that may be as great as there is one, which some tools write for no limit.</summary>
    public double? LimitOrNull(CimProperty property) => Find(property)?.Number;

    /// <summary>A number above zero that must be there.</summary>
    public double Positive(CimProperty property)
    {
        var number = Number(property);
        return number >= 1 / Greatest ? number : throw Error(property, $"{number}; expected more than zero");
    }

    /// <summary>A whole number; null where it is absent.</summary>
    public int? WholeOrNull(CimProperty property)
    {
        if (NumberOrNull(property) is not { } number) return null;
        if (number != Math.Round(number) || Math.Abs(number) > int.MaxValue) throw Error(property, $"{number}; expected a whole number");

        return (int)number;
    }

    public int Whole(CimProperty property) => WholeOrNull(property) ?? throw Error(property, "absent; expected a whole number");

    public bool? Flag(CimProperty property) => Find(property) is { } value ? value.Number != 0 : null;

    public string? Choice(CimProperty property) => Find(property)?.Content as string;

    /// <summary>The object it refers to, null where it refers to none.</summary>
    /// <exception cref="GridFormatException">It refers to one that no file defines.</exception>
    public CimObject? Reference(CimProperty property)
    {
        var target = Find(property)?.Content as CimObject;
        if (target is null || target.Class is not null) return target;

        throw Error(property, $"refers to {target.Id}; expected an object that one of the files defines (is a file of the set, or a boundary set, missing?)");
    }

    /// <summary>The object it refers to, null where no file defines it.</summary>
    public CimObject? KnownReference(CimProperty property) => Find(property)?.Content is CimObject { Class: not null } target ? target : null;

    public CimObject Required(CimProperty property) => Reference(property) ?? throw Error(property, "absent; expected a reference");

    public GridFormatException Error(CimProperty property, string problem) => new(File?.Name ?? "", $"{Place}, {property.Name}", problem);

    public GridFormatException Error(string problem) => new(File?.Name ?? "", Place, problem);

    private void RequireSame(string className, CimFile file, int line)
    {
        var place = $"line {line}, {className} {Id}";
        if (file == File) throw new GridFormatException(file.Name, place, $"the rdf:ID of line {Line} again; expected one of its own");
        if (className != Class) throw new GridFormatException(file.Name, place, $"the rdf:ID of a {Class} in {File!.Name}; expected one of its own");
    }

    private Value? Find(CimProperty property)
    {
        foreach (ref readonly var value in _values.AsSpan(0, _count))
            if (value.Property == property) return value;

        return null;
    }

    /// <param name="Number">Of a flag 1 or 0.</param>
    /// <param name="Content">Text, a choice's name or another object; null of numbers and flags.</param>
    private readonly record struct Value(CimProperty Property, double Number, object? Content);
}
