using System.Buffers;

namespace Nethereum.ABI.Types;

/// <summary>One type of the contract ABI: writes and reads its values. Source: the contract ABI specification.</summary>
abstract class AbiType
{
    public const int WordLength = 32;

    /// <summary>The canonical name, as signatures have it: <c>uint256</c>, <c>(address,bytes32)[3]</c>.</summary>
    public abstract string Name { get; }

    /// <summary>True when the encoded length depends on the value, so that a head holds an offset instead of the value.</summary>
    public virtual bool IsDynamic => false;

    /// <summary>The bytes that a value takes in the head of what contains it.</summary>
    public virtual int HeadLength => WordLength;

    /// <exception cref="ArgumentException">The value is not one of this type.</exception>
    public abstract void Encode(object value, IBufferWriter<byte> output);

    /// <param name="reader">Starts where the value starts.</param>
    /// <param name="target">The C# type to make.</param>
    /// <exception cref="FormatException">The data are not a value of this type.</exception>
    /// <exception cref="InvalidOperationException">The type cannot be read into <paramref name="target"/>.</exception>
    public abstract object Decode(AbiReader reader, Type target);

    public override string ToString() => Name;

    protected ArgumentException NotAValue(object value) => new($"Expected a value of the type {Name}, found {Show(value)}.");

    protected InvalidOperationException NotATarget(Type target) => new($"The type {Name} cannot be read into {target}.");

    static string Show(object value) => value switch
    {
        null => "null",
        byte[] bytes => $"{bytes.Length} bytes",
        _ => $"'{value}' ({value.GetType().Name})",
    };
}
