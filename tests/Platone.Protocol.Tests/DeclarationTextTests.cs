using Platone.Cryptography;

namespace Platone.Protocol.Tests;

public sealed class DeclarationTextTests
{
    [Fact]
    public async Task The_topic_identifier_agrees_with_ethers()
    {
        var random = new Random(5);
        string[] topics = ["", "data/0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266/pmu-1/raw", "data/0x/+/#", "Zähler 🔌", new string('x', 10_000)];
        var texts = topics.Select(topic => new DeclarationText(topic, random.NextHash().ToString())).ToArray();

        var answers = await EthersOracle.AskAsync(texts.Select(text => Question.Of("topicIdentifier", ("topic", text.Topic), ("salt", text.Salt))));

        Assert.Equal(answers.Select(answer => answer.GetValue<string>()), texts.Select(text => text.TopicIdentifier().ToString()));
    }

    [Fact]
    public void Another_salt_or_topic_has_another_identifier()
    {
        var text = new DeclarationText("data/a", new Random(6).NextHash().ToString());

        Assert.NotEqual(text.TopicIdentifier(), (text with { Topic = "data/b" }).TopicIdentifier());
        Assert.NotEqual(text.TopicIdentifier(), (text with { Salt = Hash256.Zero.ToString() }).TopicIdentifier());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("0x00")]
    [InlineData("salt")]
    [InlineData("0x000000000000000000000000000000000000000000000000000000000000000g")]
    [InlineData("0x00000000000000000000000000000000000000000000000000000000000000000")]
    public void A_salt_that_is_not_32_bytes_is_refused(string salt)
    {
        var error = Assert.Throws<FormatException>(() => new DeclarationText("data/a", salt).TopicIdentifier());

        Assert.Contains($"'{salt}'", error.Message, StringComparison.Ordinal);
    }
}
