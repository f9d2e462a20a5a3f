using Platone.Cryptography;

namespace Platone.Policies;

/// <summary>A wallet as it stands in topics, user names and client ids: 0x and 40 lower-case hexadecimal digits, and no other spelling.</summary>
public static class WalletName
{
    /// <summary>Bytes (and characters) of a wallet's name.</summary>
    public const int Length = 2 + 2 * Address.Length;

    public static bool TryParse(ReadOnlySpan<byte> utf8, out Address wallet)
    {
        wallet = default;
        Span<byte> bytes = stackalloc byte[Address.Length];
        if (utf8.Length != Length || !LowerHex.TryDecode(utf8, bytes)) return false;

        wallet = new(bytes);
        return true;
    }
}
