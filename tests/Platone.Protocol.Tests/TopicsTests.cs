using FsCheck;
using FsCheck.Fluent;
using Platone.Cryptography;

namespace Platone.Protocol.Tests;

public sealed class TopicsTests
{
    private const string Wallet = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";

    private static readonly Address Provider = Address.Parse("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");

    [Fact]
    public void Topics_have_the_wallet_in_lower_case()
    {
        Assert.Equal($"ingest/{Wallet}/pmu-1", Topics.Ingest(Provider, "pmu-1"));
        Assert.Equal($"receipts/{Wallet}/pmu-1", Topics.Receipts(Provider, "pmu-1"));
        Assert.Equal($"errors/{Wallet}/pmu-1", Topics.Errors(Provider, "pmu-1"));
        Assert.Equal($"data/{Wallet}/pmu-1/raw", Topics.Data(Provider, "pmu-1", Topics.Raw));
        Assert.Equal($"certified/{Wallet}", Topics.Certified(Provider));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("pmu-1")]
    [InlineData("Zähler 7 🔌")]
    [InlineData("$weird%2F")]
    public void An_ingest_topic_is_taken_apart_again(string device)
    {
        Assert.True(Topics.TryParseIngest(Topics.Ingest(Provider, device), out var provider, out var parsed));
        Assert.Equal((Provider, device), (provider, parsed));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ingest")]
    [InlineData($"ingest/{Wallet}")]
    [InlineData($"ingest/{Wallet}/")]
    [InlineData($"ingest/{Wallet}/a/b")]
    [InlineData($"ingest/{Wallet}/a/")]
    [InlineData($"/ingest/{Wallet}/a")]
    [InlineData($"Ingest/{Wallet}/a")]
    [InlineData($"receipts/{Wallet}/a")]
    [InlineData($"ingest/{Wallet}/+")]
    [InlineData($"ingest/{Wallet}/#")]
    [InlineData($"ingest/{Wallet}/a+")]
    [InlineData($"ingest/{Wallet}/a\0")]
    [InlineData($"ingest/{Wallet}/a\n")]
    [InlineData($"ingest/{Wallet}0/a")]
    [InlineData("ingest/0xf39fd6e51aad88f6f4ce6ab8827279cfffb9226/a")]
    [InlineData("ingest/f39fd6e51aad88f6f4ce6ab8827279cfffb92266/a")]
    [InlineData("ingest/f39fd6e51aad88f6f4ce6ab8827279cfffb9226600/a")]
    [InlineData("ingest/0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266/a")]
    [InlineData("ingest/0Xf39fd6e51aad88f6f4ce6ab8827279cfffb92266/a")]
    [InlineData("ingest/0xg39fd6e51aad88f6f4ce6ab8827279cfffb92266/a")]
    [InlineData("ingest/pmu-1/a")]
    public void Any_other_topic_is_none(string topic)
    {
        Assert.False(Topics.TryParseIngest(topic, out var provider, out var device));
        Assert.Equal((Address.Zero, ""), (provider, device));
    }

    [Fact]
    public void What_is_taken_apart_was_put_together() =>
        Prop.ForAll(
            (from name in Gen.Elements("", "a", "a b", "/", "+", "#", "\t", "é")
             from more in ArbMap.Default.GeneratorFor<string>()
             select $"ingest/{Wallet}/{name}{more}").ToArbitrary(),
            topic => !Topics.TryParseIngest(topic, out var provider, out var device) || Topics.Ingest(provider, device) == topic).QuickCheckThrowOnFailure();

    [Fact]
    public void A_device_has_1_to_128_characters()
    {
        Assert.False(Topics.IsDevice(""));
        Assert.True(Topics.IsDevice(new string('x', 128)));
        Assert.False(Topics.IsDevice(new string('x', 129)));
    }

    [Fact]
    public void A_longer_name_can_still_be_read_and_refused()
    {
        Assert.True(Topics.TryParseIngest(Topics.Ingest(Provider, new string('x', 129)), out _, out var device));
        Assert.False(Topics.IsDevice(device));
    }
}
