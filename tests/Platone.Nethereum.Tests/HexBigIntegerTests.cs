using System.Numerics;
using System.Text.Json;
using Nethereum.Hex.HexConvertors.Extensions;
using Nethereum.Hex.HexTypes;

namespace Platone.StandIn.Tests;

public class HexBigIntegerTests
{
    [Theory]
    [InlineData("0x0", 0)]
    [InlineData("0x1", 1)]
    [InlineData("0x1f", 31)]
    [InlineData("0x10", 16)]
    [InlineData("0xff", 255)]
    [InlineData("0xffffffffffffff", 0xffffffffffffff)]
    public void Numbers_are_written_without_leading_zeros_and_read_back(string hex, long value)
    {
        Assert.Equal(hex, new HexBigInteger(new BigInteger(value)).HexValue);
        Assert.Equal(value, new HexBigInteger(hex).Value);
        BigInteger number = new HexBigInteger(hex);
        Assert.Equal(value, number);
        Assert.Equal(value.ToString(System.Globalization.CultureInfo.InvariantCulture), new HexBigInteger(hex).ToString());
    }

    [Fact]
    public void Equal_numbers_are_equal_however_they_are_written()
    {
        Assert.True(new HexBigInteger("0x0f") == new HexBigInteger(15));
        Assert.True(new HexBigInteger("0x0f") != new HexBigInteger(16));
        Assert.Equal(new HexBigInteger("0x0f").GetHashCode(), new HexBigInteger(15).GetHashCode());
        Assert.False(new HexBigInteger(15) == null);
    }

    [Theory]
    [InlineData("0xg")]
    [InlineData("12 ")]
    [InlineData("-1")]
    public void Other_text_is_refused(string text) => Assert.Throws<FormatException>(() => new HexBigInteger(text));

    [Fact]
    public void Text_of_any_length_is_refused_quickly() => Assert.Throws<FormatException>(() => new HexBigInteger("0x" + new string('f', 100_000)));

    [Fact]
    public void A_negative_number_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new HexBigInteger(BigInteger.MinusOne));

    [Fact]
    public void Json_holds_the_text()
    {
        Assert.Equal("\"0x1f\"", JsonSerializer.Serialize(new HexBigInteger(31)));
        Assert.Equal(31, JsonSerializer.Deserialize<HexBigInteger>("\"0x1f\"")!.Value);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<HexBigInteger>("31"));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<HexBigInteger>("\"0xzz\""));
    }

    [Fact]
    public void Bytes_are_read_from_text_with_an_odd_number_of_digits()
    {
        Assert.Equal([0x0a, 0xbc], "0xabc".HexToByteArray());
        Assert.Empty("0x".HexToByteArray());
        Assert.Throws<FormatException>(() => "0xzz".HexToByteArray());
        Assert.Equal("0abc", new byte[] { 0x0a, 0xbc }.ToHex());
        Assert.Equal("0x0abc", new byte[] { 0x0a, 0xbc }.ToHex(prefix: true));
        Assert.Equal("0xab", "ab".EnsureHexPrefix());
        Assert.Equal("0xab", "0xab".EnsureHexPrefix());
        Assert.Equal("ab", "0xab".RemoveHexPrefix());
    }
}
