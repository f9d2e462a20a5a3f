namespace Platone.Cryptography.Tests;

public class PrivateKeyTests
{
    const string DevelopmentKey = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

    [Fact]
    public void The_first_development_key_of_anvil_and_hardhat_has_its_address() =>
        Assert.Equal("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", PrivateKey.Parse(DevelopmentKey).Address.ToChecksumString());

    [Fact]
    public void The_key_one_is_the_generator()
    {
        var key = PrivateKey.FromBytes([.. new byte[31], 1]);

        Assert.Equal(
            "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8",
            Convert.ToHexStringLower(key.PublicKey));
    }

    [Fact]
    public void Its_text_is_the_address_and_never_the_key()
    {
        var key = PrivateKey.Parse("0x" + DevelopmentKey);

        Assert.Equal(key.Address.ToString(), key.ToString());
        Assert.Equal(DevelopmentKey, Convert.ToHexStringLower(key.ToArray()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x1234")]
    [InlineData("zz0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")]
    public void A_bad_key_is_refused_and_not_repeated_in_the_message(string text)
    {
        var message = Assert.Throws<ArgumentException>(() => PrivateKey.Parse(text)).Message;
        if (text.Length > 0) Assert.DoesNotContain(text, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Bytes_of_another_length_are_refused(int length) => Assert.Throws<ArgumentException>(() => PrivateKey.FromBytes(new byte[length]));

    [Fact]
    public async Task Addresses_and_signatures_agree_with_ethers()
    {
        var random = new Random(6);
        var cases = Enumerable.Range(0, 100).Select(_ => (Key: random.NextKey(), Digest: random.NextHash())).ToArray();

        var addresses = await EthersOracle.AskAsync(cases.Select(x => Question.Of("address", ("key", Hex.Encode(x.Key.ToArray())))));
        var signatures = await EthersOracle.AskAsync(cases.Select(x =>
            Question.Of("sign", ("key", Hex.Encode(x.Key.ToArray())), ("digest", x.Digest.ToString()))));

        for (var i = 0; i < cases.Length; i++)
        {
            Assert.Equal(addresses[i].GetValue<string>(), cases[i].Key.Address.ToChecksumString());
            Assert.Equal(signatures[i].GetValue<string>(), cases[i].Key.Sign(cases[i].Digest).ToString());
        }
    }
}
