using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Platone.Cryptography;

namespace Platone.Policies.Tests;

public sealed class BrokerTokenTests
{
    private const long Expiry = 1_700_000_000;
    private const string Tag = "8eb76a221be8901dacf44cd334d829c9245d866a4fbde6cb92cd8b16377c8f86";
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly Address Wallet = Address.Parse("0x52908400098527886e0f7030069857d2e4169ee7");

    [Fact]
    public void The_token_is_what_another_HMAC_makes() => Assert.Equal($"v1.{Expiry}.{Tag}", BrokerToken.Issue(Key, Wallet, Expiry));

    [Fact]
    public void A_token_holds_until_the_second_of_its_expiry()
    {
        var token = BrokerToken.Issue(Key, Wallet, Expiry);
        Assert.Equal(TokenCheck.Valid, BrokerToken.Verify(Key, Wallet, token, Expiry - 1));
        Assert.Equal(TokenCheck.Expired, BrokerToken.Verify(Key, Wallet, token, Expiry));
    }

    [Fact]
    public void Another_wallet_or_key_makes_the_tag_wrong()
    {
        var token = BrokerToken.Issue(Key, Wallet, Expiry);
        Assert.Equal(TokenCheck.WrongTag, BrokerToken.Verify(Key, Address.Zero, token, 0));
        Assert.Equal(TokenCheck.WrongTag, BrokerToken.Verify(new byte[32], Wallet, token, 0));
        Assert.Equal(TokenCheck.WrongTag, BrokerToken.Verify(Key, Wallet, token.Replace("v1.17", "v1.18", StringComparison.Ordinal), 0));
    }

    [Theory]
    [InlineData("")]
    [InlineData("v1")]
    [InlineData("v1.")]
    [InlineData("v2.1700000000." + Tag)]
    [InlineData("v1..8eb76a221be8901dacf44cd334d829c9245d866a4fbde6cb92cd8b16377c8f86")]
    [InlineData("v1.01700000000." + Tag)]
    [InlineData("v1.+1700000000." + Tag)]
    [InlineData("v1. 1700000000." + Tag)]
    [InlineData("v1.99999999999999999999." + Tag)]
    [InlineData("v1.1700000000." + Tag + "0")]
    [InlineData("v1.1700000000." + Tag + " ")]
    [InlineData("v1.1700000000.ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef0123456789")]
    public void What_is_not_spelled_like_a_token_is_malformed(string text) =>
        Assert.Equal(TokenCheck.Malformed, BrokerToken.Verify(Key, Wallet, text, 0));

    [Fact]
    public void No_change_of_one_byte_leaves_a_token_valid()
    {
        var token = Encoding.ASCII.GetBytes(BrokerToken.Issue(Key, Wallet, Expiry));
        var change = from at in Gen.Choose(0, token.Length - 1) from value in Gen.Choose(0, 255) where token[at] != value select (at, (byte)value);
        Prop.ForAll(change.ToArbitrary(), c =>
        {
            var changed = (byte[])token.Clone();
            changed[c.at] = c.Item2;
            return BrokerToken.Verify(Key, Wallet, changed, 0) != TokenCheck.Valid;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_bytes_get_an_answer() =>
        Prop.ForAll<byte[]>(bytes => BrokerToken.Verify(Key, Wallet, bytes, 0) == TokenCheck.Malformed).QuickCheckThrowOnFailure();

    [Fact]
    public void A_key_has_32_bytes()
    {
        Assert.Throws<ArgumentException>(() => BrokerToken.Issue(new byte[31], Wallet, Expiry));
        Assert.Throws<ArgumentException>(() => BrokerToken.Verify(new byte[33], Wallet, "", 0));
        Assert.Throws<ArgumentException>(() => new BrokerKey(new byte[31]));
    }

    [Fact]
    public void A_key_does_not_show_itself() =>
        Assert.DoesNotContain("00010203", new FeedMessage.SnapshotKey(new(Key)).ToString(), StringComparison.Ordinal);
}
