using System.Globalization;
using System.Numerics;
using System.Text.Json.Serialization;

namespace Nethereum.Hex.HexTypes;

/// <summary>A number as the nodes write it: hexadecimal without leading zeros, zero is <c>0x0</c>.</summary>
[JsonConverter(typeof(HexBigIntegerJsonConverter))]
public class HexBigInteger : HexRPCType<BigInteger>
{
    // Twice the widest number of Ethereum: room for any node, and a bound on the work.
    const int MaximumDigits = 128;

    /// <exception cref="FormatException">The text is no hexadecimal number of at most 512 bits.</exception>
    public HexBigInteger(string hex) : base(Parse(hex), hex)
    {
    }

    public HexBigInteger(BigInteger value) : base(value, Format(value))
    {
    }

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    static BigInteger Parse(string hex)
    {
        ArgumentNullException.ThrowIfNull(hex);
        var digits = hex.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? hex.AsSpan(2) : hex;
        if (digits.IsEmpty) return BigInteger.Zero;
        if (digits.Length <= MaximumDigits && BigInteger.TryParse($"0{digits}", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            return value;

        throw new FormatException($"Expected a hexadecimal number of at most {MaximumDigits} digits, found '{hex[..Math.Min(hex.Length, 140)]}'.");
    }

    static string Format(BigInteger value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        return value.IsZero ? "0x0" : "0x" + Convert.ToHexStringLower(value.ToByteArray(isUnsigned: true, isBigEndian: true)).TrimStart('0');
    }
}
