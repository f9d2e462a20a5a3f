using System.Buffers;
using System.Globalization;
using System.Numerics;

namespace Nethereum.ABI.Types;

/// <summary><c>uint8</c> to <c>uint256</c>, <c>int8</c> to <c>int256</c>.</summary>
sealed class IntegerType(int bits, bool isSigned) : AbiType
{
    readonly BigInteger _minimum = isSigned ? -(BigInteger.One << (bits - 1)) : BigInteger.Zero;
    readonly BigInteger _maximum = (BigInteger.One << (isSigned ? bits - 1 : bits)) - 1;

    public override string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"{(isSigned ? "int" : "uint")}{bits}");

    public override void Encode(object value, IBufferWriter<byte> output)
    {
        if (!TryConvert(value, out var number) || number < _minimum || number > _maximum) throw NotAValue(value);

        var word = output.GetSpan(WordLength)[..WordLength];
        word.Fill(number.Sign < 0 ? byte.MaxValue : byte.MinValue);
        var length = number.GetByteCount(isUnsigned: !isSigned);
        number.TryWriteBytes(word[(WordLength - length)..], out _, isUnsigned: !isSigned, isBigEndian: true);
        output.Advance(WordLength);
    }

    public override object Decode(AbiReader reader, Type target)
    {
        var number = new BigInteger(reader.Read(0, WordLength), isUnsigned: !isSigned, isBigEndian: true);
        if (number < _minimum || number > _maximum) throw new FormatException($"Expected a value of the type {Name}, found {number}.");
        if (target == typeof(BigInteger)) return number;

        try
        {
            return Type.GetTypeCode(target) switch
            {
                TypeCode.Byte => (byte)number,
                TypeCode.SByte => (sbyte)number,
                TypeCode.UInt16 => (ushort)number,
                TypeCode.Int16 => (short)number,
                TypeCode.UInt32 => (uint)number,
                TypeCode.Int32 => (int)number,
                TypeCode.UInt64 => (ulong)number,
                TypeCode.Int64 => (long)number,
                _ => throw NotATarget(target),
            };
        }
        catch (OverflowException exception)
        {
            throw new FormatException($"The {Name} {number} does not fit {target}.", exception);
        }
    }

    static bool TryConvert(object value, out BigInteger number)
    {
        BigInteger? converted = value switch
        {
            BigInteger big => big,
            ulong or uint or ushort or byte => Convert.ToUInt64(value, CultureInfo.InvariantCulture),
            long or int or short or sbyte => Convert.ToInt64(value, CultureInfo.InvariantCulture),
            _ => null,
        };
        number = converted.GetValueOrDefault();
        return converted.HasValue;
    }
}
