using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;

namespace Platone.Cryptography.Tests;

public class RlpTests
{
    /// <summary>The examples of the Ethereum wiki's page on RLP.</summary>
    [Fact]
    public void The_published_examples_are_reproduced()
    {
        var empty = Rlp.EncodeList();
        var one = Rlp.EncodeList(empty);

        Assert.Equal("0x83646f67", Hex.Encode(Rlp.Encode("dog"u8)));
        Assert.Equal("0xc88363617483646f67", Hex.Encode(Rlp.EncodeList(Rlp.Encode("cat"u8), Rlp.Encode("dog"u8))));
        Assert.Equal("0x80", Hex.Encode(Rlp.Encode(""u8)));
        Assert.Equal("0xc0", Hex.Encode(empty));
        Assert.Equal("0x80", Hex.Encode(Rlp.Encode(BigInteger.Zero)));
        Assert.Equal("0x00", Hex.Encode(Rlp.Encode([0])));
        Assert.Equal("0x0f", Hex.Encode(Rlp.Encode(new BigInteger(15))));
        Assert.Equal("0x820400", Hex.Encode(Rlp.Encode(new BigInteger(1024))));
        Assert.Equal("0xc7c0c1c0c3c0c1c0", Hex.Encode(Rlp.EncodeList(empty, one, Rlp.EncodeList(empty, one))));
        Assert.Equal(
            "0xb838" + Convert.ToHexStringLower("Lorem ipsum dolor sit amet, consectetur adipisicing elit"u8),
            Hex.Encode(Rlp.Encode("Lorem ipsum dolor sit amet, consectetur adipisicing elit"u8)));
    }

    [Fact]
    public async Task Random_trees_agree_with_ethers_and_are_read_back()
    {
        var random = new Random(12);
        var trees = Enumerable.Range(0, 200).Select(_ => NextTree(random, depth: 4)).ToArray();

        var answers = await EthersOracle.AskAsync(trees.Select(tree => Question.Of("rlp", ("item", tree.DeepClone()))));

        for (var i = 0; i < trees.Length; i++)
        {
            var encoded = Encode(trees[i]);
            Assert.Equal(answers[i].GetValue<string>(), Hex.Encode(encoded));
            Assert.Equal(trees[i].ToJsonString(), ToJson(Rlp.Decode(encoded)).ToJsonString());
        }
    }

    [Theory]
    [InlineData("", "ends at byte 0")]
    [InlineData("8100", "single byte")]
    [InlineData("817f", "single byte")]
    [InlineData("83646f", "claims 3 bytes; 2 are left")]
    [InlineData("c483646f", "claims 4 bytes")]
    [InlineData("83646f6700", "1 bytes follow")]
    [InlineData("c0c0", "1 bytes follow")]
    [InlineData("b800", "shortest form")]
    [InlineData("b837", "shortest form")]
    [InlineData("b90038", "shortest form")]
    [InlineData("b9", "ends within the length")]
    [InlineData("bfffffffffffffffff", "claims 18446744073709551615 bytes")]
    [InlineData("ffffffffffffffffff", "claims 18446744073709551615 bytes")]
    [InlineData("f800", "shortest form")]
    [InlineData("c1c1", "claims 1 bytes")]
    public void Anything_but_the_canonical_form_is_refused(string hex, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => Rlp.Decode(Hex.Decode(hex))).Message, StringComparison.Ordinal);

    [Fact]
    public void Sixteen_levels_are_read_and_seventeen_refused()
    {
        var nested = Rlp.EncodeList();
        for (var level = 1; level < Rlp.MaximumDepth; level++) nested = Rlp.EncodeList(nested);

        Assert.True(Rlp.Decode(nested).IsList);
        Assert.Throws<FormatException>(() => Rlp.Decode(Rlp.EncodeList(nested)));
    }

    [Fact]
    public void Random_bytes_are_read_into_what_encodes_to_them_or_refused()
    {
        var random = new Random(13);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = random.NextBytes(random.Next(1, 12));
            if (random.Next(2) == 0) bytes[0] = (byte)(0xc0 + bytes.Length - 1);
            try
            {
                Assert.Equal(Hex.Encode(bytes), Hex.Encode(Encode(ToJson(Rlp.Decode(bytes)))));
            }
            catch (FormatException)
            {
                // Refused, which is the other allowed outcome.
            }
        }
    }

    [Theory]
    [InlineData("8200ff", "zero byte")]
    [InlineData("00", "zero byte")]
    [InlineData("83010203", "at most 2 bytes")]
    [InlineData("c0", "found a list")]
    public void An_integer_has_one_form_only(string hex, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() =>
            Rlp.Decode(Hex.Decode(hex)).ToInteger(maximumLength: 2)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_negative_integer_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Rlp.Encode(BigInteger.MinusOne));

    static JsonNode NextTree(Random random, int depth)
    {
        if (depth > 0 && random.Next(3) > 0) return new JsonArray([.. Enumerable.Range(0, random.Next(5)).Select(_ => NextTree(random, depth - 1))]);

        int[] lengths = [0, 1, 2, 54, 55, 56, 57, 255, 256, 70_000];
        return Hex.Encode(random.NextBytes(lengths[random.Next(random.Next(100) == 0 ? 10 : 9)]));
    }

    static byte[] Encode(JsonNode tree) =>
        tree is JsonArray list ? Rlp.EncodeList([.. list.Select(item => Encode(item!))]) : Rlp.Encode(Hex.Decode(tree.GetValue<string>()));

    static JsonNode ToJson(RlpItem item) => item.IsList ? new JsonArray([.. item.Items.Select(ToJson)]) : Hex.Encode(item.Bytes.Span);
}
