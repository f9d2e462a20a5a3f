using System.Text;

namespace Platone.Policies.Tests;

public sealed class TopicFilterTests
{
    // The examples of MQTT 3.1.1, sections 4.7.1 and 4.7.2.
    [Theory]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1/ranking", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true)]
    [InlineData("sport/#", "sport", true)]
    [InlineData("#", "sport/tennis", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player1/ranking", false)]
    [InlineData("sport/+", "sport", false)]
    [InlineData("sport/+", "sport/", true)]
    [InlineData("+/+", "/finance", true)]
    [InlineData("/+", "/finance", true)]
    [InlineData("+", "/finance", false)]
    [InlineData("#", "$SYS/monitor/Clients", false)]
    [InlineData("+/monitor/Clients", "$SYS/monitor/Clients", false)]
    [InlineData("$SYS/#", "$SYS/monitor/Clients", true)]
    [InlineData("$SYS/monitor/+", "$SYS/monitor/Clients", true)]
    [InlineData("ACCOUNTS", "Accounts", false)]
    public void Matches_as_the_standard_says(string filter, string topic, bool expected) => Assert.Equal(expected, new TopicFilter(filter).Matches(topic));

    [Theory]
    [InlineData("#", "+/#", true)]
    [InlineData("+/#", "#", true)]
    [InlineData("a/#", "a", true)]
    [InlineData("a/+/#", "a/#", false)]
    [InlineData("a/+", "a/b", true)]
    [InlineData("a/b", "a/+", false)]
    [InlineData("#", "$SYS/#", false)]
    [InlineData("+/+", "+/a", true)]
    [InlineData("+", "#", false)]
    public void Covers_what_it_matches_all_topics_of(string wide, string narrow, bool expected) =>
        Assert.Equal(expected, new TopicFilter(wide).Covers(new TopicFilter(narrow)));

    [Theory]
    [InlineData("")]
    [InlineData("sport/tennis#")]
    [InlineData("sport/tennis/#/ranking")]
    [InlineData("#/")]
    [InlineData("sport+")]
    [InlineData("++")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a\u007fb")]
    [InlineData("a\u0085b")]
    public void Refuses_what_is_no_filter(string text)
    {
        Assert.Throws<ArgumentException>(() => new TopicFilter(text));
        Assert.False(TopicFilter.TryParse(Encoding.UTF8.GetBytes(text), out _));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("//+//#")]
    [InlineData(" ")]
    [InlineData("zähler/€/\u00a0/𝄞")]
    public void Takes_odd_but_valid_filters(string text) => Assert.Equal(text, new TopicFilter(text).ToString());

    [Fact]
    public void Counts_its_length_in_bytes()
    {
        Assert.True(TopicFilter.IsValid(Encoding.UTF8.GetBytes(new string('a', TopicFilter.MaxBytes))));
        Assert.False(TopicFilter.IsValid(Encoding.UTF8.GetBytes(new string('a', TopicFilter.MaxBytes + 1))));
        Assert.False(TopicFilter.IsValid(Encoding.UTF8.GetBytes(new string('€', TopicFilter.MaxBytes / 2))));
    }

    [Theory]
    [InlineData(new byte[] { 0xC0, 0x80 })] // NUL, overlong
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })] // a lone surrogate
    [InlineData(new byte[] { 0x61, 0xC2 })] // cut off
    [InlineData(new byte[] { 0xFF })]
    public void Refuses_bytes_that_are_not_UTF_8(byte[] bytes) => Assert.False(TopicFilter.IsValid(bytes));

    [Fact]
    public void A_text_with_a_lone_surrogate_is_refused() => Assert.ThrowsAny<ArgumentException>(() => new TopicFilter("a\ud800"));

    [Fact]
    public void A_topic_name_is_a_filter_without_wildcards()
    {
        Assert.True(TopicFilter.IsTopicName("a/b"u8));
        Assert.False(TopicFilter.IsTopicName("a/+"u8));
        Assert.False(TopicFilter.IsTopicName("a#"u8));
        Assert.False(TopicFilter.IsTopicName(""u8));
    }

    [Fact]
    public void Equal_texts_are_equal_filters()
    {
        Assert.Equal(new TopicFilter("a/+"), new TopicFilter("a/+"u8));
        Assert.Equal(new TopicFilter("a/+").GetHashCode(), new TopicFilter("a/+"u8).GetHashCode());
        Assert.NotEqual(new TopicFilter("a/+"), new TopicFilter("a/#"));
    }
}
