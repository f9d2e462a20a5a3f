namespace Platone.Readings.Tests;

public class PayloadExceptionTests
{
    [Fact]
    public void The_message_says_where_what_and_what_instead() =>
        Assert.Equal("readings[3].data: found 'NaN', expected a decimal number", new PayloadException("readings[3].data", "'NaN'", "a decimal number").Message);

    [Theory]
    [InlineData("a\nb", "a\\u000Ab")]
    [InlineData("\u001b[31m", "\\u001B[31m")]
    [InlineData("a\u202Eb", "a\\u202Eb")]
    [InlineData("a\u2028b", "a\\u2028b")]
    [InlineData("µΩ🔌", "µΩ🔌")]
    public void What_a_terminal_would_obey_is_escaped(string found, string shown) => Assert.Equal(shown, new PayloadException("p", found, "e").Found);

    [Fact]
    public void Long_finds_are_cut_to_80_characters()
    {
        Assert.Equal(new string('x', 80), new PayloadException("p", new string('x', 80), "e").Found);
        Assert.Equal(new string('x', 79) + "…", new PayloadException("p", new string('x', 81), "e").Found);
        Assert.True(new PayloadException("p", string.Concat(Enumerable.Repeat("🔌", 1_000_000)), "e").Found.Length <= 80);
    }
}
