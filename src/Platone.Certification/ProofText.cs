using Platone.Cryptography;

namespace Platone.Certification;

/// <summary>The binary parts of a proof file. Every value has one spelling, so that a file in which any character of one was changed does not verify.</summary>
static class ProofText
{
    /// <exception cref="FormatException">Not 0x and lower-case hexadecimal digits. JSON may hold a null in a list of texts.</exception>
    public static byte[] Bytes(string? text)
    {
        if (text is null) throw new FormatException("null is not 0x and lower-case hexadecimal digits.");

        var bytes = Hex.Decode(text);
        return Hex.Encode(bytes) == text ? bytes : throw new FormatException($"'{text}' is not 0x and lower-case hexadecimal digits.");
    }

    /// <exception cref="FormatException">Not the 32 bytes of a hash.</exception>
    public static Hash256 Hash(string? text) => Bytes(text) is { Length: Hash256.Length } bytes ? new(bytes) : throw new FormatException($"'{text}' is not 32 bytes.");
}
