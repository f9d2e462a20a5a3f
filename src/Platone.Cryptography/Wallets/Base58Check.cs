using System.Numerics;
using System.Security.Cryptography;

namespace Platone.Cryptography;

/// <summary>Bitcoin's text form of bytes, with a checksum: base 58 has no characters that look alike.</summary>
internal static class Base58Check
{
    private const string Digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const int ChecksumLength = 4;

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        byte[] whole = [.. bytes, .. Checksum(bytes)];
        var text = new Stack<char>();
        for (var number = new BigInteger(whole, isUnsigned: true, isBigEndian: true); !number.IsZero; number /= Digits.Length)
            text.Push(Digits[(int)(number % Digits.Length)]);

        // Each zero byte in front is a digit of its own.
        return new string(Digits[0], LeadingZeros(whole)) + string.Concat(text);
    }

    /// <param name="length">How many bytes there must be, without the checksum.</param>
    /// <exception cref="FormatException">Another length, a character that is no digit, or a wrong checksum; the message does not repeat the text.</exception>
    public static byte[] Decode(string text, int length)
    {
        ArgumentNullException.ThrowIfNull(text);
        // A digit holds more than 5 bits: longer texts hold more bytes, and are not worth the arithmetic.
        if (text.Length > (length + ChecksumLength) * 8 / 5) throw new FormatException($"Expected {length} bytes in base 58, found {text.Length} characters.");

        var number = BigInteger.Zero;
        for (var i = 0; i < text.Length; i++)
        {
            var digit = Digits.IndexOf(text[i], StringComparison.Ordinal);
            number = digit >= 0 ? (number * Digits.Length) + digit : throw new FormatException($"Character {i + 1} is no digit of base 58.");
        }

        var zeros = text.Length - text.AsSpan().TrimStart(Digits[0]).Length;
        byte[] whole = [.. new byte[zeros], .. number.IsZero ? [] : number.ToByteArray(isUnsigned: true, isBigEndian: true)];
        if (whole.Length != length + ChecksumLength)
            throw new FormatException($"Expected {length} bytes and a checksum in base 58, found {whole.Length} bytes.");

        var bytes = whole[..length];
        return whole.AsSpan(length).SequenceEqual(Checksum(bytes))
            ? bytes
            : throw new FormatException("The checksum in base 58 does not fit: a character is wrong.");
    }

    private static byte[] Checksum(ReadOnlySpan<byte> bytes) => SHA256.HashData(SHA256.HashData(bytes))[..ChecksumLength];

    private static int LeadingZeros(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyExcept((byte)0) is var first and >= 0 ? first : bytes.Length;
}
