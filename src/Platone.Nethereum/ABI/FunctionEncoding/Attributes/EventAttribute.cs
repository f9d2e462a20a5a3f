namespace Nethereum.ABI.FunctionEncoding.Attributes;

[AttributeUsage(AttributeTargets.Class)]
public class EventAttribute(string name, bool isAnonymous) : Attribute
{
    public EventAttribute(string name) : this(name, false)
    {
    }

    public string Name { get; set; } = name;

    public bool IsAnonymous { get; set; } = isAnonymous;
}
