using System.Numerics;
using Nethereum.ABI.FunctionEncoding.Attributes;
using Nethereum.ABI.Types;
using Nethereum.Contracts;
using Platone.Cryptography;

namespace Platone.StandIn.Tests;

public class AbiLimitsTests
{
    const string Word0 = "0000000000000000000000000000000000000000000000000000000000000000";

    [Fact]
    public void Overlapping_offsets_that_would_unfold_without_end_are_refused()
    {
        // 64 elements at every level, all of them the same next level: 64^4 values from 10 kB.
        var level = string.Concat(Enumerable.Range(0, 64).Select(_ => Word(64 * 32)));
        var levels = string.Concat(Enumerable.Repeat(Word(64) + level, 4));
        var data = Selector<CubeFunction>() + Word(32) + levels + Word(64) + string.Concat(Enumerable.Repeat(Word0, 64));

        Assert.Contains("overlap", Assert.Throws<FormatException>(() => new CubeFunction().DecodeInput(data)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("000000000000000000000000000000000000000000000000000000007fffffff")]
    [InlineData("00000000000000000000000000000000000000000000000000000000ffffffff")]
    [InlineData("0000000000000000000000000000000000000000000000010000000000000020")]
    public void Offsets_and_lengths_past_the_data_are_refused(string word)
    {
        Assert.Throws<FormatException>(() => new CubeFunction().DecodeInput(Selector<CubeFunction>() + word));
        Assert.Throws<FormatException>(() => new CubeFunction().DecodeInput(Selector<CubeFunction>() + Word(32) + word));
    }

    [Fact]
    public void Data_of_another_function_are_refused_with_both_selectors()
    {
        var message = Assert.Throws<FormatException>(() => new CubeFunction().DecodeInput("0x12345678")).Message;

        Assert.Contains("0x12345678", message, StringComparison.Ordinal);
        Assert.Contains("f(uint256[][][][])", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(256)]
    [InlineData(-1)]
    public void A_number_that_does_not_fit_its_type_is_not_encoded(int value)
    {
        var error = Assert.Throws<ArgumentException>(() => new SmallFunction { Small = value }.GetCallData());

        Assert.Contains($"uint8, found '{value}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000100")]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    public void A_number_that_does_not_fit_its_type_is_not_decoded(string word) =>
        Assert.Throws<FormatException>(() => new SmallFunction().DecodeInput(Selector<SmallFunction>() + word));

    [Fact]
    public void Missing_and_misshapen_values_are_named()
    {
        Assert.Contains("address, found null", Assert.Throws<ArgumentException>(() =>
            new AddressFunction { Hash = new byte[32] }.GetCallData()).Message, StringComparison.Ordinal);
        Assert.Contains(
            "bytes32, found 31 bytes",
            Assert.Throws<ArgumentException>(() => new AddressFunction { Wallet = "0x" + new string('1', 40), Hash = new byte[31] }.GetCallData()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Dirty_addresses_and_bytes_are_refused()
    {
        var clean = Word(1) + "1" + Word0[1..];
        Assert.Equal("0x0000000000000000000000000000000000000001", new AddressFunction().DecodeInput(Selector<AddressFunction>() + clean).Wallet);

        Assert.Throws<FormatException>(() => new AddressFunction().DecodeInput(Selector<AddressFunction>() + "1" + clean[1..]));
        Assert.Throws<FormatException>(() => new FlagFunction().DecodeInput(Selector<FlagFunction>() + Word(2)));
        Assert.Throws<FormatException>(() => new ShortFunction().DecodeInput(Selector<ShortFunction>() + Word(1)));
    }

    static string Word(int value) => value.ToString("x64", System.Globalization.CultureInfo.InvariantCulture);

    static string Selector<T>() => Hex.Encode(AbiSignature.Of(typeof(T)).Selector);

    [Function("f")]
    sealed class CubeFunction : FunctionMessage
    {
        [Parameter("uint256[][][][]", "cube", 1)]
        public List<List<List<List<BigInteger>>>> Cube { get; set; } = [];
    }

    [Function("g")]
    sealed class SmallFunction : FunctionMessage
    {
        [Parameter("uint8", "small", 1)]
        public int Small { get; set; }
    }

    [Function("h")]
    sealed class AddressFunction : FunctionMessage
    {
        [Parameter("address", "wallet", 1)]
        public string? Wallet { get; set; }

        [Parameter("bytes32", "hash", 2)]
        public byte[]? Hash { get; set; }
    }

    [Function("i")]
    sealed class FlagFunction : FunctionMessage
    {
        [Parameter("bool", "flag", 1)]
        public bool Flag { get; set; }
    }

    [Function("j")]
    sealed class ShortFunction : FunctionMessage
    {
        [Parameter("bytes4", "short", 1)]
        public byte[]? Short { get; set; }
    }
}
