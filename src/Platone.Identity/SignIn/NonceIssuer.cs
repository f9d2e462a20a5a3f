using System.Buffers.Binary;
using System.Security.Cryptography;
using Platone.Identity.Keys;

namespace Platone.Identity.SignIn;

/// <summary>
/// Makes and knows the nonces that wallets sign. A nonce carries its end and a tag of the service's secret, so that nothing is kept of those that nobody
/// uses, and asking for them fills nothing. Used ones are in <see cref="UsedNonces"/>.
/// </summary>
/// <remarks>Hexadecimal of: 8 bytes, Unix seconds of its end; 16 random ones; 16 of HMAC-SHA-256(secret, the 24 before).</remarks>
sealed class NonceIssuer(KeyRing ring, IdentityOptions options, TimeProvider time)
{
    private const int TimeLength = 8, RandomLength = 16, TagLength = 16;

    private readonly byte[] _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, ring.Secret, 32, info: "sign-in nonces"u8.ToArray());

    public (string Nonce, DateTimeOffset Expires) Issue()
    {
        Span<byte> nonce = stackalloc byte[TimeLength + RandomLength + TagLength];
        var expires = (time.GetUtcNow() + options.NonceLife).ToUnixTimeSeconds();
        BinaryPrimitives.WriteInt64BigEndian(nonce, expires);
        RandomNumberGenerator.Fill(nonce[TimeLength..(TimeLength + RandomLength)]);
        Tag(nonce[..^TagLength], nonce[^TagLength..]);
        return (Convert.ToHexStringLower(nonce), DateTimeOffset.FromUnixTimeSeconds(expires));
    }

    /// <returns>Unix seconds of its end.</returns>
    /// <exception cref="SignInRefusedException">It is none of this service's, or over.</exception>
    public long Check(string nonce)
    {
        Span<byte> bytes = stackalloc byte[TimeLength + RandomLength + TagLength];
        Span<byte> tag = stackalloc byte[TagLength];
        // One spelling each: what was used in lower case is not new in upper case.
        if (nonce.Length != 2 * bytes.Length || nonce.Any(char.IsAsciiLetterUpper) || Convert.FromHexString(nonce, bytes, out _, out _) != default)
            throw new SignInRefusedException("the nonce is none of this service's: GET /siwe/nonce gives one");

        Tag(bytes[..^TagLength], tag);
        if (!CryptographicOperations.FixedTimeEquals(tag, bytes[^TagLength..]))
            throw new SignInRefusedException("the nonce is none of this service's: GET /siwe/nonce gives one");

        var expires = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return time.GetUtcNow().ToUnixTimeSeconds() < expires
            ? expires
            : throw new SignInRefusedException($"the nonce is over: it counts for {options.NonceLife.TotalSeconds} s");
    }

    private void Tag(ReadOnlySpan<byte> signed, Span<byte> tag)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, signed, whole);
        whole[..tag.Length].CopyTo(tag);
    }
}
