using Org.BouncyCastle.Crypto.Digests;

namespace Platone.Cryptography.Tests;

public class Keccak256Tests
{
    [Theory]
    [InlineData("", "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [InlineData("abc", "0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    public void Published_hashes_are_reproduced(string text, string expected) =>
        Assert.Equal(expected, Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes(text)).ToString());

    [Fact]
    public void Every_length_up_to_1000_agrees_with_BouncyCastle()
    {
        var random = new Random(1);
        for (var length = 0; length <= 1000; length++) AssertAgrees(random.NextBytes(length));
    }

    [Fact]
    public void Long_random_messages_agree_with_BouncyCastle()
    {
        var random = new Random(2);
        for (var i = 0; i < 50; i++) AssertAgrees(random.NextBytes(random.Next(1_000, 100_000)));
    }

    static void AssertAgrees(byte[] message)
    {
        var digest = new KeccakDigest(256);
        var expected = new byte[32];
        digest.BlockUpdate(message, 0, message.Length);
        digest.DoFinal(expected, 0);

        Assert.Equal(Hex.Encode(expected), Keccak256.Hash(message).ToString());
    }
}
