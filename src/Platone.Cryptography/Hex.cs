namespace Platone.Cryptography;

/// <summary>Hexadecimal text with the <c>0x</c> prefix, as every Ethereum interface writes bytes.</summary>
public static class Hex
{
    /// <summary>Lower-case hexadecimal with the <c>0x</c> prefix; empty input gives <c>0x</c>.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes) => "0x" + Convert.ToHexStringLower(bytes);

    /// <summary>Reads hexadecimal with or without the prefix.</summary>
    /// <exception cref="FormatException">Odd length, or a character that is no hexadecimal digit.</exception>
    public static byte[] Decode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Convert.FromHexString(Digits(text));
    }

    /// <summary>Reads exactly <paramref name="destination"/>.Length bytes; false when the text is anything else.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> destination)
    {
        var digits = Digits(text);
        return digits.Length == destination.Length * 2
            && Convert.FromHexString(digits, destination, out _, out var written) == System.Buffers.OperationStatus.Done
            && written == destination.Length;
    }

    private static ReadOnlySpan<char> Digits(ReadOnlySpan<char> text) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
}
