using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Platone.Cryptography;

namespace Platone.Policies.Tests;

public sealed class UsageTests
{
    private const long Hour = 1_700_000_000 / 3600 * 3600;

    private readonly UsageMeter _meter = new(Given.Id(99));

    [Fact]
    public void Deliveries_are_counted_by_grant_and_hour()
    {
        _meter.Count(Given.Id(1), 10, Hour * 1_000_000);
        _meter.Count(Given.Id(2), 7, Hour * 1_000_000 + 5);
        _meter.Count(Given.Id(1), 5, (Hour + 3600) * 1_000_000 - 1);
        _meter.Count(Given.Id(1), 1, (Hour + 3600) * 1_000_000);

        var (first, second) = (Hour * 1_000_000, (Hour + 3600) * 1_000_000);
        Assert.Equal(
            [
                new(Given.Id(99), Hour, Given.Id(1), 2, 15, first, second - 1), new(Given.Id(99), Hour, Given.Id(2), 1, 7, first + 5, first + 5),
                new(Given.Id(99), Hour + 3600, Given.Id(1), 1, 1, second, second),
            ],
            _meter.TakeChanged(10));
        Assert.Empty(_meter.TakeChanged(10));
    }

    [Fact]
    public void A_later_count_says_all_of_an_earlier_one()
    {
        _meter.Count(Given.Id(1), 10, 1);
        Assert.Equal(1, Assert.Single(_meter.TakeChanged(10)).Messages);
        _meter.Count(Given.Id(1), 10, 2);
        Assert.Equal(new UsageCount(Given.Id(99), 0, Given.Id(1), 2, 20, 1, 2), Assert.Single(_meter.TakeChanged(10)));
        _meter.TakeAgain();
        Assert.Equal(2, Assert.Single(_meter.TakeChanged(10)).Messages);
    }

    [Fact]
    public void What_was_not_taken_is_not_forgotten()
    {
        _meter.Count(Given.Id(1), 1, Hour * 1_000_000);
        _meter.Count(Given.Id(2), 1, Hour * 1_000_000);
        Assert.Equal(Given.Id(1), Assert.Single(_meter.TakeChanged(1)).Declaration);
        _meter.ForgetBefore(Hour + 3600);
        _meter.TakeAgain();
        Assert.Equal(Given.Id(2), Assert.Single(_meter.TakeChanged(10)).Declaration);
    }

    [Fact]
    public void There_is_an_end_to_what_is_kept()
    {
        var meter = new UsageMeter(Given.Id(99), maxRows: 2);
        for (var i = 0; i < 5; i++) meter.Count(Given.Id(i), 1, 1);
        meter.Count(Given.Id(0), 1, 1);
        Assert.Equal(3, meter.Uncounted);
        Assert.Equal([2L, 1], meter.TakeChanged(10).Select(count => count.Messages));
    }

    [Fact]
    public async Task No_delivery_is_lost_between_threads()
    {
        var counted = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 10_000; i++) _meter.Count(Given.Id(i % 7), 2, i);
        })).ToArray();
        var last = new Dictionary<Hash256, UsageCount>();
        while (!Task.WhenAll(counted).IsCompleted)
        {
            foreach (var count in _meter.TakeChanged(3)) last[count.Declaration] = count;
        }

        await Task.WhenAll(counted);
        foreach (var count in _meter.TakeChanged(100)) last[count.Declaration] = count;
        Assert.Equal((40_000L, 80_000L), (last.Values.Sum(count => count.Messages), last.Values.Sum(count => count.Bytes)));
    }

    [Fact]
    public void Whatever_is_told_is_read_back()
    {
        var number = Gen.Elements(0L, 1L, 1_700_000_000_000_000L, long.MaxValue);
        var counts = from id in Gen.Choose(0, 1000).Select(Given.Id)
                     from hour in Gen.Choose(0, 1_000_000)
                     from messages in Gen.Elements(1L, 2L, long.MaxValue)
                     from bytes in number
                     from first in number
                     from last in number
                     select new UsageCount(Given.Id(7), hour * 3600L, id, messages, bytes, first, last);
        Prop.ForAll(counts.ToArbitrary(), count =>
        {
            var line = new ArrayBufferWriter<byte>();
            count.WriteLine(line);
            return line.WrittenSpan[^1] == '\n' && line.WrittenCount <= FeedReader.MaxLineBytes && UsageCount.ParseLine(line.WrittenSpan[..^1]) == count;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("", "a word")]
    [InlineData("used", "usage")]
    [InlineData("usage 0x12", "COUNTER")]
    [InlineData("usage {0} 3601 {0} 1 1 1 1", "HOUR as the start of an hour")]
    [InlineData("usage {0} 3600 {0} 0 1 1 1", "MESSAGES above 0")]
    [InlineData("usage {0} 3600 {0} 1 -1 1 1", "BYTES")]
    [InlineData("usage {0} 3600 {0} 1 1 1", "LAST")]
    [InlineData("usage {0} 3600 {0} 1 1 1 1 1", "the end of the line")]
    public void A_bad_line_says_what_was_expected(string line, string expected)
    {
        var bytes = Encoding.ASCII.GetBytes(line.Replace("{0}", Given.Id(1).ToString(), StringComparison.Ordinal));
        Assert.StartsWith($"Line 3: expected {expected}", Assert.Throws<FeedException>(() => UsageCount.ParseLine(bytes, 3)).Message, StringComparison.Ordinal);
    }
}
