using System.Globalization;
using System.Text.Json.Nodes;

namespace Platone.Cryptography.Tests;

public class AbiWriterTests
{
    [Fact]
    public async Task Words_agree_with_the_encoder_of_ethers()
    {
        var random = new Random(11);
        var questions = new List<JsonObject>();
        var encoded = new List<string>();
        for (var i = 0; i < 200; i++)
        {
            var (address, hash, flag) = (random.NextAddress(), random.NextHash(), random.Next(2) == 1);
            var (unsigned, signed) = (random.NextUInt64(), random.NextInt64(long.MinValue, long.MaxValue));
            var wide = new Int128((ulong)random.NextInt64(long.MinValue, long.MaxValue), (ulong)random.NextInt64(long.MinValue, long.MaxValue));
            var (tiny, signedTiny) = ((byte)random.Next(256), (sbyte)random.Next(-128, 128));
            questions.Add(Question.Of(
                "encode",
                ("types", new JsonArray("address", "bytes32", "uint64", "int64", "int128", "bool", "uint8", "int8")),
                ("values", new JsonArray(address.ToString(), hash.ToString(), Text(unsigned), Text(signed), Text(wide), flag, tiny, signedTiny))));

            var writer = new AbiWriter(new byte[8 * AbiWriter.WordLength]);
            writer.Write(address);
            writer.Write(hash);
            writer.Write(unsigned);
            writer.Write(signed);
            writer.Write(wide);
            writer.Write(flag);
            writer.Write(tiny);
            writer.Write(signedTiny);
            encoded.Add(Hex.Encode(writer.Written));
        }

        Assert.Equal((await EthersOracle.AskAsync(questions)).Select(answer => answer.GetValue<string>()), encoded);
    }

    [Fact]
    public void Extremes_are_extended_with_their_sign()
    {
        Assert.Equal("0x" + new string('f', 64), Encode((long)-1));
        Assert.Equal("0x" + new string('f', 32) + "8" + new string('0', 31), Encode(Int128.MinValue));
        Assert.Equal("0x" + new string('0', 48) + new string('f', 16), Encode((Int128)ulong.MaxValue));
    }

    [Fact]
    public void What_the_buffer_held_before_does_not_matter()
    {
        Span<byte> buffer = stackalloc byte[2 * AbiWriter.WordLength];
        buffer.Fill(0xaa);
        var writer = new AbiWriter(buffer);
        writer.Write(Address.Zero);
        writer.Write(7);

        Assert.Equal("0x" + new string('0', 127) + "7", Hex.Encode(writer.Written));
    }

    [Fact]
    public void One_word_too_many_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() =>
        {
            var writer = new AbiWriter(new byte[63]);
            writer.Write(1);
            writer.Write(2);
        });

        Assert.Contains("63 bytes holds 1 words", error.Message, StringComparison.Ordinal);
    }

    static string Encode(Int128 value)
    {
        var writer = new AbiWriter(new byte[AbiWriter.WordLength]);
        writer.Write(value);
        return Hex.Encode(writer.Written);
    }

    static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
