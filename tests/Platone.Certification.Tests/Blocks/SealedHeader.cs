using System.Numerics;
using Platone.Cryptography;

namespace Platone.Certification.Tests.Blocks;

/// <summary>A block of a QBFT chain, sealed by keys that the test holds. Written apart from what reads it, from Besu's <c>QbftExtraDataCodec</c>.</summary>
sealed class SealedHeader
{
    /// <summary>n of secp256k1 (SEC 2, section 2.4.1).</summary>
    private static readonly BigInteger Order =
        new(Hex.Decode("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"), isUnsigned: true, isBigEndian: true);

    /// <summary>The validators' keys, in ascending order of their addresses.</summary>
    public PrivateKey[] Keys { get; }

    public SealedHeader(int validators, int seed = 1)
    {
        var random = new Random(seed);
        Keys = [.. Enumerable.Range(0, validators).Select(_ => PrivateKey.FromBytes(Bytes(random))).OrderBy(key => key.Address)];
        Validators = [.. Keys.Select(key => key.Address)];
    }

    /// <summary>As the header names them.</summary>
    public Address[] Validators { get; init; }

    public Hash256 StateRoot { get; init; } = Keccak256.Hash("state"u8);

    public ulong Number { get; init; } = 12;

    public ulong TimeSeconds { get; init; } = 1_750_000_000;

    /// <summary>The round's own bytes, before RLP.</summary>
    public byte[] Round { get; init; } = [2];

    /// <summary>RLP: no vote.</summary>
    public byte[] Vote { get; init; } = Rlp.EncodeList();

    public byte[] Vanity { get; init; } = new byte[32];

    /// <summary>Sealed by the validators at these places of <see cref="Keys"/>, in this order.</summary>
    public byte[] SealedBy(params int[] places) => With([.. places.Select(place => Seal(Keys[place]))]);

    public byte[] With(params byte[][] seals) => Header(ExtraData(Round, seals));

    /// <summary>r || s || v, v being 0 or 1, over the header without seals.</summary>
    public byte[] Seal(PrivateKey key)
    {
        var seal = key.Sign(SealedHash).ToArray();
        seal[64] -= 27;
        return seal;
    }

    /// <summary>The other signature that fits: n - s.</summary>
    public static byte[] InUpperHalf(byte[] seal)
    {
        var s = (Order - new BigInteger(seal.AsSpan(32, 32), isUnsigned: true, isBigEndian: true)).ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. seal[..32], .. s, (byte)(1 - seal[64])];
    }

    public Hash256 SealedHash => Keccak256.Hash(With());

    public Hash256 BlockHash => Keccak256.Hash(Header(ExtraData([], [])));

    private byte[] ExtraData(byte[] round, byte[][] seals) => Rlp.EncodeList(
        Rlp.Encode(Vanity), Rlp.EncodeList([.. Validators.Select(validator => Rlp.Encode(validator.ToArray()))]), Vote, Rlp.Encode(round),
        Rlp.EncodeList([.. seals.Select(seal => Rlp.Encode(seal))]));

    private byte[] Header(byte[] extraData) => Rlp.EncodeList(
        Rlp.Encode(Keccak256.Hash("parent"u8).ToArray()), Rlp.Encode(Keccak256.Hash(Rlp.EncodeList()).ToArray()), Rlp.Encode(Keys[0].Address.ToArray()),
        Rlp.Encode(StateRoot.ToArray()), Rlp.Encode(Keccak256.Hash(Rlp.Encode(""u8)).ToArray()), Rlp.Encode(Keccak256.Hash(Rlp.Encode(""u8)).ToArray()),
        Rlp.Encode(new byte[256]), Rlp.Encode(BigInteger.One), Rlp.Encode(Number), Rlp.Encode(30_000_000), Rlp.Encode(BigInteger.Zero),
        Rlp.Encode(TimeSeconds), Rlp.Encode(extraData), Rlp.Encode("ctical byzantine fault tolerance"u8), Rlp.Encode(new byte[8]), Rlp.Encode(BigInteger.Zero));

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[32];
        random.NextBytes(bytes);
        return bytes;
    }
}
