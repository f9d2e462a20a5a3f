namespace Platone.Cryptography.Tests;

public class AddressTests
{
    [Theory]
    [InlineData("0x52908400098527886E0F7030069857D2E4169EE7")]
    [InlineData("0x8617E340B3D01FA5F11F306F4090FD50E238070D")]
    [InlineData("0xde709f2102306220921060314715629080e2fb77")]
    [InlineData("0x27b1fdb04752bbc536007a920d24acb045561c26")]
    [InlineData("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    [InlineData("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359")]
    [InlineData("0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB")]
    [InlineData("0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb")]
    public void The_checksums_of_EIP_55_are_reproduced(string expected) => Assert.Equal(expected, Address.Parse(expected).ToChecksumString());

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("52908400098527886E0F7030069857D2E4169EE7")]
    [InlineData("0x52908400098527886E0F7030069857D2E4169EE")]
    [InlineData("0x52908400098527886E0F7030069857D2E4169EE7ab")]
    [InlineData("0x52908400098527886E0F7030069857D2E4169EEg")]
    public void Text_that_is_no_address_is_refused_with_what_was_found(string text)
    {
        Assert.False(Address.TryParse(text, out _));
        Assert.Contains($"'{text}'", Assert.Throws<FormatException>(() => Address.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Addresses_compare_like_their_bytes()
    {
        var random = new Random(3);
        var addresses = Enumerable.Range(0, 200).Select(_ => random.NextAddress()).ToArray();

        Assert.Equal(
            addresses.Order().Select(address => address.ToString()),
            addresses.Select(address => address.ToString()).Order(StringComparer.Ordinal));
    }
}
