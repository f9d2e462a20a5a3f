namespace Nethereum.Hex.HexTypes;

/// <summary>A value that the nodes' interface writes as hexadecimal text.</summary>
public class HexRPCType<T> : IEquatable<HexRPCType<T>>
{
    private protected HexRPCType(T value, string hexValue)
    {
        Value = value;
        HexValue = hexValue;
    }

    public string HexValue { get; }

    public T Value { get; }

    public static implicit operator T(HexRPCType<T> hexRpcType) => hexRpcType.Value;

    public static bool operator ==(HexRPCType<T> lhs, HexRPCType<T> rhs) => lhs is null ? rhs is null : lhs.Equals(rhs);

    public static bool operator !=(HexRPCType<T> lhs, HexRPCType<T> rhs) => !(lhs == rhs);

    public bool Equals(HexRPCType<T> other) => other is not null && EqualityComparer<T>.Default.Equals(Value, other.Value);

    public override bool Equals(object obj) => Equals(obj as HexRPCType<T>);

    public override int GetHashCode() => EqualityComparer<T>.Default.GetHashCode(Value);
}
