namespace Platone.Grid.Formats.Cim;

/// <summary>A property that is read, by its CIM name.</summary>
sealed class CimProperty(string name, CimPropertyKind kind)
{
    public string Name { get; } = name;

    public CimPropertyKind Kind { get; } = kind;
}

enum CimPropertyKind
{
    Text,
    Number,
    Flag,

    /// <summary>A value of an enumeration, kept by its name without the enumeration's.</summary>
    Choice,

    /// <summary>Another object.</summary>
    Reference,
}
