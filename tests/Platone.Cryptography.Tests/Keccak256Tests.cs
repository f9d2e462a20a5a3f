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

    // Seven messages: one turn of four lanes, and three that are left over.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Many_at_once_agree_with_BouncyCastle_at_every_length_up_to_1000_with_lanes_and_without(bool inLanes)
    {
        var random = new Random(3);
        for (var length = 0; length <= 1000; length++) AssertAllAgree(random, length, count: 7, inLanes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Any_number_of_long_messages_agrees_with_BouncyCastle_with_lanes_and_without(bool inLanes)
    {
        var random = new Random(4);
        for (var count = 0; count <= 20; count++) AssertAllAgree(random, random.Next(1_000, 20_000), count, inLanes);
    }

    [Fact]
    public void The_lanes_are_used_where_the_processor_has_vectors_of_256_bits()
    {
        var random = new Random(5);
        var messages = random.NextBytes(9 * 65);
        var (chosen, inLanes) = (new Hash256[9], new Hash256[9]);
        Keccak256.HashMany(messages, 65, chosen);
        Keccak256.HashMany(messages, 65, inLanes, inLanes: true);

        Assert.Equal(System.Runtime.Intrinsics.Vector256.IsHardwareAccelerated, Keccak256Lanes.IsSupported);
        Assert.Equal(inLanes, chosen);
    }

    [Theory]
    [InlineData(259, 65, 4)]
    [InlineData(261, 65, 4)]
    [InlineData(1, 0, 3)]
    [InlineData(0, int.MaxValue, 2)]
    public void Messages_that_are_not_as_many_as_the_digests_are_refused(int bytes, int messageLength, int count) =>
        Assert.Throws<ArgumentException>(() => Keccak256.HashMany(new byte[bytes], messageLength, new Hash256[count]));

    static void AssertAllAgree(Random random, int length, int count, bool inLanes)
    {
        var messages = random.NextBytes(length * count);
        var digests = new Hash256[count];
        Keccak256.HashMany(messages, length, digests, inLanes);

        for (var i = 0; i < count; i++) Assert.Equal(Expected(messages.AsSpan(i * length, length)), digests[i].ToString());
    }

    static void AssertAgrees(byte[] message) => Assert.Equal(Expected(message), Keccak256.Hash(message).ToString());

    static string Expected(ReadOnlySpan<byte> message)
    {
        var digest = new KeccakDigest(256);
        var expected = new byte[32];
        digest.BlockUpdate(message);
        digest.DoFinal(expected, 0);
        return Hex.Encode(expected);
    }
}
