using Platone.Cryptography;

namespace Platone.Protocol;

/// <summary>
/// Who sends a REST request: an EIP-191 signature over method, path with query, time, nonce and the body's hash, in the
/// <c>Authorization</c> header as <c>Platone-Eip191 address=0x...,time=unix-seconds,nonce=hex32,signature=0x...</c>.
/// </summary>
public sealed record SignedRequest(Address Address, long Time, Hash256 Nonce, Signature Signature)
{
    public const string Scheme = "Platone-Eip191";

    /// <summary>How far a request's time may be from the server's, either way.</summary>
    public const long ToleranceSeconds = 60;

    public static SignedRequest Sign(PrivateKey key, string method, string pathAndQuery, ReadOnlySpan<byte> body, long unixSeconds, Hash256 nonce) =>
        new(key.Address, unixSeconds, nonce, key.Sign(Digest(method, pathAndQuery, body, unixSeconds, nonce)));

    public bool IsSignedBy(string method, string pathAndQuery, ReadOnlySpan<byte> body) =>
        Signature.TryRecover(Digest(method, pathAndQuery, body, Time, Nonce), out var signer) && signer == Address;

    public string ToHeader() => FormattableString.Invariant($"{Scheme} address={Address},time={Time},nonce={Nonce},signature={Signature}");

    /// <summary>Reads the header's value; false for any other scheme, missing or repeated parts.</summary>
    public static bool TryParse(string? header, out SignedRequest? request)
    {
        request = null;
        if (header is null || !header.StartsWith(Scheme + " ", StringComparison.Ordinal)) return false;

        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in header[(Scheme.Length + 1)..].Split(',', 5))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || !parts.TryAdd(part[..equals].Trim(), part[(equals + 1)..].Trim())) return false;
        }

        if (parts.Count != 4
            || !Address.TryParse(parts.GetValueOrDefault("address"), out var address)
            || !long.TryParse(
                parts.GetValueOrDefault("time"), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var time)
            || !Hash256.TryParse(parts.GetValueOrDefault("nonce"), out var nonce)
            || !Signature.TryParse(parts.GetValueOrDefault("signature"), out var signature)) return false;

        request = new(address, time, nonce, signature);
        return true;
    }

    private static Hash256 Digest(string method, string pathAndQuery, ReadOnlySpan<byte> body, long time, Hash256 nonce) =>
        Eip191.Hash(FormattableString.Invariant($"Platone request\n{method} {pathAndQuery}\n{time}\n{nonce}\n{Keccak256.Hash(body)}"));
}
