using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Platone.Cryptography;

namespace Platone.Policies;

/// <summary>
/// The short-lived password a wallet logs in to a broker with, issued after the wallet signed in:
/// <c>v1.{expiry in unix seconds}.{64 lower-case hexadecimal digits of HMAC-SHA256(key, "platone-broker\n" + address + "\n" + expiry)}</c>.
/// A broker checks it without asking anybody.
/// </summary>
public static class BrokerToken
{
    private const int TagBytes = HMACSHA256.HashSizeInBytes;
    private const int LongestExpiryDigits = 19;

    private static ReadOnlySpan<byte> Version => "v1."u8;

    /// <param name="key32">32 bytes, shared by the access layer and its brokers.</param>
    /// <param name="wallet">Whom the token lets in.</param>
    /// <param name="expiryUnixSeconds">First second at which it no longer does.</param>
    public static string Issue(ReadOnlySpan<byte> key32, Address wallet, long expiryUnixSeconds)
    {
        CheckKey(key32);
        ArgumentOutOfRangeException.ThrowIfNegative(expiryUnixSeconds);

        Span<byte> tag = stackalloc byte[TagBytes];
        Sign(key32, wallet, expiryUnixSeconds, tag);
        return string.Create(CultureInfo.InvariantCulture, $"v1.{expiryUnixSeconds}.{Convert.ToHexStringLower(tag)}");
    }

    /// <summary>Checks the tag in constant time; the expiry counts only once the tag is right.</summary>
    public static TokenCheck Verify(ReadOnlySpan<byte> key32, Address wallet, ReadOnlySpan<byte> token, long nowUnixSeconds)
    {
        CheckKey(key32);
        Span<byte> claimed = stackalloc byte[TagBytes];
        if (!TryParse(token, out var expiry, claimed)) return TokenCheck.Malformed;

        Span<byte> tag = stackalloc byte[TagBytes];
        Sign(key32, wallet, expiry, tag);
        if (!CryptographicOperations.FixedTimeEquals(tag, claimed)) return TokenCheck.WrongTag;
        return nowUnixSeconds < expiry ? TokenCheck.Valid : TokenCheck.Expired;
    }

    public static TokenCheck Verify(ReadOnlySpan<byte> key32, Address wallet, string token, long nowUnixSeconds)
    {
        ArgumentNullException.ThrowIfNull(token);
        return Verify(key32, wallet, Encoding.UTF8.GetBytes(token), nowUnixSeconds);
    }

    private static bool TryParse(ReadOnlySpan<byte> token, out long expiry, Span<byte> tag)
    {
        expiry = 0;
        if (!token.StartsWith(Version)) return false;

        var rest = token[Version.Length..];
        var dot = rest.IndexOf((byte)'.');
        return dot is > 0 and <= LongestExpiryDigits
            && CanonicalNumber.TryParse(rest[..dot], out expiry)
            && TryDecodeTag(rest[(dot + 1)..], tag);
    }

    private static bool TryDecodeTag(ReadOnlySpan<byte> digits, Span<byte> tag) =>
        digits.Length == 2 * TagBytes
        && digits.IndexOfAnyInRange((byte)'A', (byte)'F') < 0
        && Convert.FromHexString(digits, tag, out _, out _) == System.Buffers.OperationStatus.Done;

    private static void Sign(ReadOnlySpan<byte> key, Address wallet, long expiry, Span<byte> tag)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"platone-broker\n{wallet}\n{expiry}");
        HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(text), tag);
    }

    private static void CheckKey(ReadOnlySpan<byte> key32)
    {
        if (key32.Length != BrokerKey.Length) throw new ArgumentException($"A broker key has {BrokerKey.Length} bytes, not {key32.Length}.", nameof(key32));
    }
}

public enum TokenCheck
{
    /// <summary>Not of the form of a token.</summary>
    Malformed,

    /// <summary>Made with another key, for another wallet or with another expiry.</summary>
    WrongTag,

    /// <summary>Genuine, but its time is over.</summary>
    Expired,

    Valid,
}
