using System.Security.Cryptography;
using System.Text;

namespace Platone.Cryptography.Tests;

public class Secp256k1Tests
{
    const string NoLibrary = "libsecp256k1 is not installed.";

    static readonly byte[] KeyOne = [.. new byte[31], 1];

    [Fact]
    public void Both_engines_give_the_same_bytes()
    {
        var native = NativeSecp256k1.TryLoad();
        Assert.SkipWhen(native is null, NoLibrary);
        var managed = new ManagedSecp256k1();
        var random = new Random(4);

        for (var i = 0; i < 200; i++) AssertSame(native, managed, random.NextBytes(32), random.NextBytes(32));
    }

    [Theory]
    [InlineData("0x0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140")]
    [InlineData("0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")]
    [InlineData("0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364142")]
    [InlineData("0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    public void Both_engines_agree_on_digests_around_the_order(string digest)
    {
        var native = NativeSecp256k1.TryLoad();
        Assert.SkipWhen(native is null, NoLibrary);

        AssertSame(native, new ManagedSecp256k1(), Hex.Decode(digest), KeyOne);
    }

    [Fact]
    public void Both_engines_agree_on_signatures_that_nobody_made()
    {
        var native = NativeSecp256k1.TryLoad();
        Assert.SkipWhen(native is null, NoLibrary);
        var managed = new ManagedSecp256k1();
        var random = new Random(5);
        var refused = 0;

        for (var i = 0; i < 200; i++)
        {
            var (digest, signature, recoveryId) = (random.NextBytes(32), random.NextBytes(64), (byte)random.Next(2));
            byte[] ours = new byte[64], theirs = new byte[64];
            var found = native.TryRecover(digest, signature, recoveryId, theirs);

            Assert.Equal(found, managed.TryRecover(digest, signature, recoveryId, ours));
            Assert.Equal(Hex.Encode(theirs), Hex.Encode(ours));
            if (!found) refused++;
        }

        Assert.InRange(refused, 50, 150); // About half of all numbers are no x of a point.
    }

    /// <summary>Vectors for RFC 6979 on secp256k1 that Bitcoin's libraries share.</summary>
    [Theory]
    [InlineData(
        1,
        "Satoshi Nakamoto",
        "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8",
        "2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5")]
    [InlineData(
        1,
        "All those moments will be lost in time, like tears in rain. Time to die...",
        "8600dbd41e348fe5c9465ab92d23e3db8b98b873beecd930736488696438cb6b",
        "547fe64427496db33bf66019dacbf0039c04199abb0122918601db38a72cfc21")]
    public void Published_deterministic_signatures_are_reproduced(byte key, string message, string r, string s)
    {
        foreach (var engine in Engines())
        {
            var signature = new byte[64];
            engine.Sign(SHA256.HashData(Encoding.ASCII.GetBytes(message)), [.. new byte[31], key], signature);

            Assert.Equal(r + s, Convert.ToHexStringLower(signature));
        }
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    public void Both_engines_refuse_keys_out_of_range(string key)
    {
        foreach (var engine in Engines()) Assert.False(engine.TryGetPublicKey(Hex.Decode(key), new byte[64]));
    }

    static IEnumerable<ISecp256k1Engine> Engines()
    {
        yield return new ManagedSecp256k1();
        if (NativeSecp256k1.TryLoad() is { } native) yield return native;
    }

    static void AssertSame(NativeSecp256k1 native, ManagedSecp256k1 managed, byte[] digest, byte[] key)
    {
        byte[] publicKey = new byte[64], signature = new byte[64], recovered = new byte[64];
        byte[] publicKey2 = new byte[64], signature2 = new byte[64], recovered2 = new byte[64];

        Assert.True(native.TryGetPublicKey(key, publicKey));
        Assert.True(managed.TryGetPublicKey(key, publicKey2));
        Assert.Equal(publicKey, publicKey2);

        var recoveryId = native.Sign(digest, key, signature);
        Assert.Equal(recoveryId, managed.Sign(digest, key, signature2));
        Assert.Equal(signature, signature2);

        Assert.True(native.TryRecover(digest, signature, recoveryId, recovered));
        Assert.True(managed.TryRecover(digest, signature, recoveryId, recovered2));
        Assert.Equal(publicKey, recovered);
        Assert.Equal(publicKey, recovered2);
    }
}
