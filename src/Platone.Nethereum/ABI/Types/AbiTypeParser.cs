using System.Globalization;

namespace Nethereum.ABI.Types;

/// <summary>Reads the name of a type. The members of a <c>tuple</c> come from the C# class that stands for it.</summary>
static class AbiTypeParser
{
    const int MaximumArrayLength = 1 << 20;

    /// <exception cref="NotSupportedException">No such type, or one that Solidity cannot express.</exception>
    public static AbiType Parse(string name, Type clrType)
    {
        if (name.EndsWith(']')) return ParseArray(name, clrType);

        return name switch
        {
            "tuple" => TupleType.Of(clrType),
            "bool" => BoolType.Instance,
            "address" => AddressType.Instance,
            "string" => StringType.Instance,
            "bytes" => BytesType.Instance,
            "uint" => new IntegerType(256, isSigned: false),
            "int" => new IntegerType(256, isSigned: true),
            _ when TryReadSize(name, "bytes", out var length) && length is >= 1 and <= 32 => new FixedBytesType(length),
            _ when TryReadSize(name, "uint", out var bits) && IsWidth(bits) => new IntegerType(bits, isSigned: false),
            _ when TryReadSize(name, "int", out var bits) && IsWidth(bits) => new IntegerType(bits, isSigned: true),
            _ => throw new NotSupportedException($"The contract ABI has no type '{name}'."),
        };
    }

    static ArrayType ParseArray(string name, Type clrType)
    {
        var bracket = name.LastIndexOf('[');
        if (bracket <= 0) throw new NotSupportedException($"The contract ABI has no type '{name}'.");

        var element = Parse(name[..bracket], ArrayType.ElementOf(clrType));
        var size = name[(bracket + 1)..^1];
        if (size.Length == 0) return new(element, length: null);
        if (TryReadSize(size, "", out var length) && length is >= 1 and <= MaximumArrayLength) return new(element, length);

        throw new NotSupportedException($"Expected an array of 1 to {MaximumArrayLength} elements, found '{name}'.");
    }

    static bool IsWidth(int bits) => bits is >= 8 and <= 256 && bits % 8 == 0;

    static bool TryReadSize(string name, string prefix, out int size)
    {
        size = 0;
        return name.StartsWith(prefix, StringComparison.Ordinal)
            && !name.AsSpan(prefix.Length).StartsWith("0")
            && int.TryParse(name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out size);
    }
}
