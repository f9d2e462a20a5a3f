namespace Nethereum.ABI.FunctionEncoding.Attributes;

[AttributeUsage(AttributeTargets.Class)]
public class ErrorAttribute(string name) : Attribute
{
    public string Name { get; set; } = name;
}
