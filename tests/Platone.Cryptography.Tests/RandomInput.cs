using System.Numerics;

namespace Platone.Cryptography.Tests;

/// <summary>Random values of Ethereum's types from a seeded generator, so that every run asks the same questions.</summary>
static class RandomInput
{
    public static byte[] NextBytes(this Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    public static Hash256 NextHash(this Random random) => new(random.NextBytes(Hash256.Length));

    public static Address NextAddress(this Random random) => new(random.NextBytes(Address.Length));

    public static PrivateKey NextKey(this Random random) => PrivateKey.FromBytes(random.NextBytes(PrivateKey.Length));

    /// <summary>Every length up to the given one is as likely as the others, so that small numbers occur.</summary>
    public static BigInteger NextUnsigned(this Random random, int maximumLength) =>
        new(random.NextBytes(random.Next(maximumLength + 1)), isUnsigned: true, isBigEndian: true);

    public static ulong NextUInt64(this Random random) => (ulong)random.NextUnsigned(8);
}
