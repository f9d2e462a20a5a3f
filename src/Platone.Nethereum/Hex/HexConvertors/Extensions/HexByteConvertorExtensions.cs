namespace Nethereum.Hex.HexConvertors.Extensions;

public static class HexByteConvertorExtensions
{
    public static string EnsureHexPrefix(this string value) => value is null || value.HasHexPrefix() ? value : "0x" + value;

    public static bool HasHexPrefix(this string value) => value.StartsWith("0x", StringComparison.OrdinalIgnoreCase);

    /// <summary>An odd number of digits is read as if a zero stood before them; <c>0x</c> is empty.</summary>
    /// <exception cref="FormatException">A character is no hexadecimal digit.</exception>
    public static byte[] HexToByteArray(this string value)
    {
        var digits = value.RemoveHexPrefix();
        return Convert.FromHexString(digits.Length % 2 == 0 ? digits : "0" + digits);
    }

    public static string RemoveHexPrefix(this string value) => value.HasHexPrefix() ? value[2..] : value;

    public static string ToHex(this byte[] value, bool prefix = false) => prefix ? HexText.Encode(value) : Convert.ToHexStringLower(value);
}
