namespace Nethereum.ABI.FunctionEncoding.Attributes;

[AttributeUsage(AttributeTargets.Class)]
public class FunctionAttribute : Attribute
{
    public FunctionAttribute(string name) => Name = name;

    public FunctionAttribute(string name, string returnType) : this(name) => ReturnType = returnType;

    public FunctionAttribute(string name, Type dtoReturnType) : this(name) => DTOReturnType = dtoReturnType;

    public string Name { get; }

    /// <summary>The results' class, where there are several or a struct.</summary>
    public Type DTOReturnType { get; }

    /// <summary>The only result's type in the ABI.</summary>
    public string ReturnType { get; }
}
