using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;

namespace Platone.Cryptography;

/// <summary>
/// A key from which further keys are derived (BIP-32): one secret stands for a tree of wallets. Ethereum's accounts are at
/// <c>m/44'/60'/0'/0/i</c> (BIP-44). Never shows itself: only <see cref="ToExtendedKey"/> does.
/// </summary>
public sealed class HdKey
{
    /// <summary>Added to the index of a hardened child, written with an apostrophe.</summary>
    public const uint Hardened = 0x8000_0000;

    private const uint PrivateVersion = 0x0488ade4; // "xprv" in base 58
    private const int ExtendedLength = 78;
    private const int HalfLength = 32;

    private static readonly BigInteger Order = new(Secp256k1.Order.ToArray(), isUnsigned: true, isBigEndian: true);

    private readonly Hash256 _chainCode;
    private readonly byte _depth;
    private readonly uint _parentFingerprint;
    private readonly uint _index;

    private HdKey(PrivateKey key, Hash256 chainCode, byte depth, uint parentFingerprint, uint index) =>
        (PrivateKey, _chainCode, _depth, _parentFingerprint, _index) = (key, chainCode, depth, parentFingerprint, index);

    public PrivateKey PrivateKey { get; }

    /// <summary>The root of the tree, <c>m</c>.</summary>
    /// <param name="seed">16 to 64 bytes.</param>
    /// <exception cref="CryptographicException">The seed gives no key, with a chance of 2^-127.</exception>
    public static HdKey FromSeed(ReadOnlySpan<byte> seed)
    {
        if (seed.Length is < 16 or > 64) throw new ArgumentException($"A seed has 16 to 64 bytes, not {seed.Length}.", nameof(seed));

        Span<byte> hash = stackalloc byte[HMACSHA512.HashSizeInBytes];
        HMACSHA512.HashData("Bitcoin seed"u8, seed, hash);
        return new(ToKey(new(hash[..HalfLength], isUnsigned: true, isBigEndian: true)), new(hash[HalfLength..]), 0, 0, 0);
    }

    /// <summary>Reads an extended private key, <c>xprv...</c>.</summary>
    /// <exception cref="FormatException">Anything else; the message does not repeat the text.</exception>
    public static HdKey Parse(string extendedKey)
    {
        var bytes = Base58Check.Decode(extendedKey, ExtendedLength);
        if (BinaryPrimitives.ReadUInt32BigEndian(bytes) != PrivateVersion)
            throw new FormatException("Expected an extended private key (xprv), found another version.");
        if (bytes[45] != 0) throw new FormatException("Expected a private key in the extended key, found another prefix than 0x00.");

        var (depth, fingerprint) = (bytes[4], BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(5)));
        var index = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(9));
        if (depth == 0 && (fingerprint | index) != 0) throw new FormatException("The extended key is a root, and names a parent.");

        try
        {
            return new(PrivateKey.FromBytes(bytes.AsSpan(46)), new(bytes.AsSpan(13, HalfLength)), depth, fingerprint, index);
        }
        catch (ArgumentException)
        {
            throw new FormatException("The extended key's private key is not a number from 1 to the curve's order less 1.");
        }
    }

    /// <summary>The key of Ethereum's account <paramref name="number"/>, below a root: <c>m/44'/60'/0'/0/number</c>.</summary>
    /// <param name="number">0 and up, as wallets count them.</param>
    public HdKey Account(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        return Child(44 | Hardened).Child(60 | Hardened).Child(Hardened).Child(0).Child((uint)number);
    }

    /// <param name="path"><c>m</c> and indices from 0 to 2147483647, each with an apostrophe where hardened: <c>m/44'/60'/0'/0/0</c>.</param>
    /// <exception cref="FormatException">Anything else.</exception>
    public HdKey Derive(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var parts = path.Split('/');
        if (parts[0] != "m") throw new FormatException($"Expected a path that starts with m, found '{path}'.");

        var key = this;
        foreach (var part in parts.AsSpan(1)) key = key.Child(IndexOf(part, path));
        return key;
    }

    /// <param name="index">With <see cref="Hardened"/> added where the child is to be hardened.</param>
    /// <exception cref="CryptographicException">There is no such child, with a chance of 2^-127, or it is deeper than 255.</exception>
    public HdKey Child(uint index)
    {
        if (_depth == byte.MaxValue) throw new CryptographicException($"A key of depth {_depth} has no children.");

        // 0x00 and the private key, or the compressed public key; then the index.
        Span<byte> data = stackalloc byte[1 + PrivateKey.Length + sizeof(uint)];
        if (index >= Hardened) WritePrivateKey(data);
        else WritePublicKey(data);
        BinaryPrimitives.WriteUInt32BigEndian(data[(1 + PrivateKey.Length)..], index);

        Span<byte> hash = stackalloc byte[HMACSHA512.HashSizeInBytes];
        HMACSHA512.HashData(_chainCode.ToArray(), data, hash);
        CryptographicOperations.ZeroMemory(data);
        var left = new BigInteger(hash[..HalfLength], isUnsigned: true, isBigEndian: true);
        if (left >= Order) throw NoKey();

        var child = (left + new BigInteger(PrivateKey.ToArray(), isUnsigned: true, isBigEndian: true)) % Order;
        return new(ToKey(child), new(hash[HalfLength..]), (byte)(_depth + 1), Fingerprint(), index);
    }

    /// <summary>The secret, as other wallets read it: <c>xprv...</c>.</summary>
    public string ToExtendedKey()
    {
        Span<byte> bytes = stackalloc byte[ExtendedLength];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, PrivateVersion);
        bytes[4] = _depth;
        BinaryPrimitives.WriteUInt32BigEndian(bytes[5..], _parentFingerprint);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[9..], _index);
        _chainCode.CopyTo(bytes[13..]);
        WritePrivateKey(bytes[45..]);
        return Base58Check.Encode(bytes);
    }

    public override string ToString() => PrivateKey.ToString();

    private void WritePrivateKey(Span<byte> destination)
    {
        destination[0] = 0;
        PrivateKey.ToArray().CopyTo(destination[1..]);
    }

    private void WritePublicKey(Span<byte> destination)
    {
        var point = PrivateKey.PublicKey;
        destination[0] = (byte)(2 | (point[^1] & 1));
        point.AsSpan(0, PrivateKey.Length).CopyTo(destination[1..]);
    }

    /// <summary>The first bytes of RIPEMD-160 of SHA-256 of the public key.</summary>
    private uint Fingerprint()
    {
        Span<byte> publicKey = stackalloc byte[1 + PrivateKey.Length];
        WritePublicKey(publicKey);
        var digest = new RipeMD160Digest();
        digest.BlockUpdate(SHA256.HashData(publicKey));
        Span<byte> identifier = stackalloc byte[digest.GetDigestSize()];
        digest.DoFinal(identifier);
        return BinaryPrimitives.ReadUInt32BigEndian(identifier);
    }

    private static PrivateKey ToKey(BigInteger number)
    {
        if (number.IsZero || number >= Order) throw NoKey();

        Span<byte> bytes = stackalloc byte[PrivateKey.Length];
        bytes.Clear();
        number.TryWriteBytes(bytes[(bytes.Length - number.GetByteCount(isUnsigned: true))..], out _, isUnsigned: true, isBigEndian: true);
        var key = PrivateKey.FromBytes(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return key;
    }

    private static uint IndexOf(string part, string path)
    {
        var hardened = part.EndsWith('\'');
        var digits = hardened ? part.AsSpan(0, part.Length - 1) : part;
        if (!uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= Hardened)
            throw new FormatException($"Expected numbers from 0 to {Hardened - 1} in the path, with or without an apostrophe, found '{part}' in '{path}'.");

        return hardened ? index | Hardened : index;
    }

    private static CryptographicException NoKey() => new("There is no key here; BIP-32 says to take the next.");
}
