namespace Platone.Readings.Tests;

public class ReadingQualityTests
{
    [Theory]
    [InlineData("1.0.0", 0x0000)]
    [InlineData("3.0.1", 0x0001)]
    [InlineData("2.7.1", 0x7001)]
    [InlineData("3.8.0", 0x8000)]
    [InlineData("5.12.4095", 0xCFFF)]
    public void Category_and_index_share_a_number(string code, int quality)
    {
        Assert.True(ReadingQuality.TryParse(code, out var parsed));
        Assert.Equal(quality, parsed);
        Assert.Equal((quality / 4096, quality % 4096), (ReadingQuality.Category(parsed), ReadingQuality.Index(parsed)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.0")]
    [InlineData("1.0.0.0")]
    [InlineData("1.0.x")]
    [InlineData("1.-1.0")]
    [InlineData("6.0.0")]
    [InlineData("1.13.0")]
    [InlineData("1.0.4096")]
    [InlineData("1. 0.0")]
    public void Other_codes_are_refused(string code) => Assert.False(ReadingQuality.TryParse(code, out _));

    [Fact]
    public void The_highest_category_stands()
    {
        Assert.Equal(0x8000, ReadingQuality.Worse(0x7FFF, 0x8000));
        Assert.Equal(0x7002, ReadingQuality.Worse(0x7002, 0x7001));
    }
}
