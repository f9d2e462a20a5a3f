using System.Globalization;
using System.Text;

namespace Platone.Cryptography;

/// <summary>What wallets sign for <c>personal_sign</c>: EIP-191, version 0x45. The prefix keeps a message from ever being a transaction.</summary>
public static class Eip191
{
    /// <summary>keccak256("\x19Ethereum Signed Message:\n" || decimal length in bytes || message).</summary>
    public static Hash256 Hash(ReadOnlySpan<byte> message)
    {
        var length = message.Length.ToString(CultureInfo.InvariantCulture);
        return Keccak256.Hash([.. "\u0019Ethereum Signed Message:\n"u8, .. Encoding.ASCII.GetBytes(length), .. message]);
    }

    /// <summary>The same over the UTF-8 of the text.</summary>
    public static Hash256 Hash(string message) => Hash(Encoding.UTF8.GetBytes(message));
}
