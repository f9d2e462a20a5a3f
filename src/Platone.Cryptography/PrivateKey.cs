using System.Security.Cryptography;

namespace Platone.Cryptography;

/// <summary>The secret number behind a wallet's address. Never shows itself: text, logs and debuggers see the address.</summary>
public sealed class PrivateKey
{
    public const int Length = 32;

    private readonly byte[] _key;
    private readonly byte[] _publicKey;

    private PrivateKey(byte[] key, byte[] publicKey)
    {
        _key = key;
        _publicKey = publicKey;
        Address = AddressOf(publicKey);
    }

    public Address Address { get; }

    /// <summary>64 bytes: x and y of the point, without the prefix 0x04. A copy at every call.</summary>
    public byte[] PublicKey => [.. _publicKey];

    /// <param name="bytes">32 bytes, big-endian.</param>
    /// <exception cref="ArgumentException">Another length, zero, or not below the curve's order.</exception>
    public static PrivateKey FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length) throw new ArgumentException($"A private key has 32 bytes, not {bytes.Length}.", nameof(bytes));

        var publicKey = new byte[64];
        if (!Secp256k1.Engine.TryGetPublicKey(bytes, publicKey))
            throw new ArgumentException("A private key is a number from 1 to the order of secp256k1 less 1; this one is not.", nameof(bytes));

        return new(bytes.ToArray(), publicKey);
    }

    /// <summary>Reads 32 bytes of hexadecimal, with or without 0x.</summary>
    /// <exception cref="ArgumentException">Anything else, zero, or not below the curve's order. The message does not repeat the text.</exception>
    public static PrivateKey Parse(string hex)
    {
        ArgumentNullException.ThrowIfNull(hex);
        Span<byte> bytes = stackalloc byte[Length];
        if (!Hex.TryDecode(hex, bytes)) throw new ArgumentException("A private key is 64 hexadecimal digits, with or without 0x.", nameof(hex));

        var key = FromBytes(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return key;
    }

    /// <summary>Signs with the nonce of RFC 6979: the same digest always gives the same signature.</summary>
    public Signature Sign(Hash256 digest)
    {
        Span<byte> digestBytes = stackalloc byte[Hash256.Length];
        Span<byte> signature = stackalloc byte[64];
        digest.CopyTo(digestBytes);
        var recoveryId = Secp256k1.Engine.Sign(digestBytes, _key, signature);

        // One digest in 2^127; Ethereum has no v for it.
        if (recoveryId > 1) throw new CryptographicException($"The signature's recovery id is {recoveryId}; Ethereum knows 0 and 1.");

        return new(new(signature[..32]), new(signature[32..]), recoveryId);
    }

    /// <summary>The 32 secret bytes, for key files. The caller wipes them.</summary>
    public byte[] ToArray() => [.. _key];

    public override string ToString() => Address.ToString();

    /// <param name="publicKey">64 bytes: x and y.</param>
    internal static Address AddressOf(ReadOnlySpan<byte> publicKey)
    {
        Span<byte> hash = stackalloc byte[Hash256.Length];
        Keccak256.Hash(publicKey, hash);
        return new(hash[12..]);
    }
}
