namespace Nethereum.ABI.FunctionEncoding.Attributes;

/// <summary>Ties a property to a parameter of a contract's function, event, error, constructor or struct.</summary>
[AttributeUsage(AttributeTargets.Property)]
public class ParameterAttribute : Attribute
{
    public ParameterAttribute(string type, string name = null, int order = 1)
    {
        Type = type;
        Name = name;
        Order = order;
    }

    public ParameterAttribute(string type, int order) : this(type, null, order)
    {
    }

    public ParameterAttribute(string type, string name, int order, bool indexed = false) : this(type, name, order) => Indexed = indexed;

    public ParameterAttribute(string type, string name, int order, string structTypeName = null) : this(type, name, order) => StructTypeName = structTypeName;

    /// <summary>The position among the parameters, from 1.</summary>
    public int Order { get; }

    public string Name { get; }

    /// <summary>The type in the ABI; <c>tuple</c> for a struct, whose members stand in the property's class.</summary>
    public string Type { get; }

    public string StructTypeName { get; }

    internal bool Indexed { get; }
}
