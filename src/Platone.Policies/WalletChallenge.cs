using System.Text;
using Platone.Cryptography;

namespace Platone.Policies;

/// <summary>
/// What a wallet signs (EIP-191) to log in to a broker by MQTT 5 enhanced authentication (section 4.12), lines parted by <c>\n</c>:
/// <code>
/// Platone broker login
/// operator {address}     whose broker it is
/// client {client id}     the connection that it opens
/// nonce {0x and 64 digits}
/// until {unix seconds}
/// </code>
/// It counts for one connection, and a broker of another operator gets nothing from passing it on.
/// </summary>
public sealed record WalletChallenge(Address Operator, string ClientId, Hash256 Nonce, long Until)
{
    /// <summary>Name of the authentication method.</summary>
    public const string Method = "ETH-EIP191";

    /// <summary>How long a broker waits for the signature.</summary>
    public const int Seconds = 30;

    private const string Title = "Platone broker login";

    public byte[] ToUtf8() => Encoding.UTF8.GetBytes(
        FormattableString.Invariant($"{Title}\noperator {Operator}\nclient {ClientId}\nnonce {Nonce}\nuntil {Until}"));

    /// <summary>Reads exactly what <see cref="ToUtf8"/> writes: a client signs nothing else.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out WalletChallenge challenge)
    {
        challenge = new(default, "", default, 0);
        if (!System.Text.Unicode.Utf8.IsValid(utf8)) return false;

        var lines = Encoding.UTF8.GetString(utf8).Split('\n');
        if (lines is not [Title, var whose, var client, var nonce, var until]
            || !TryField(whose, "operator ", out var operatorText) || !Address.TryParse(operatorText, out var operatorWallet)
            || !TryField(client, "client ", out var clientId)
            || !TryField(nonce, "nonce ", out var nonceText) || !Hash256.TryParse(nonceText, out var number)
            || !TryField(until, "until ", out var untilText) || !CanonicalNumber.TryParse(Encoding.UTF8.GetBytes(untilText), out var seconds)) return false;

        challenge = new(operatorWallet, clientId, number, seconds);
        return challenge.ToUtf8().AsSpan().SequenceEqual(utf8);
    }

    /// <param name="signature">65 bytes: r, s and v, s in the lower half.</param>
    public bool IsSignedBy(Address wallet, ReadOnlySpan<byte> signature) =>
        Signature.TryParse(signature, out var parsed) && parsed.TryRecover(Eip191.Hash(ToUtf8()), out var signer) && signer == wallet;

    private static bool TryField(string line, string name, out string value)
    {
        value = line.StartsWith(name, StringComparison.Ordinal) ? line[name.Length..] : "";
        return value.Length > 0;
    }
}
