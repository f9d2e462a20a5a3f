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
    public void Deliveries_by_a_grant_are_counted_by_hour()
    {
        var grant = Given.Grant(1, "data/one");
        Deliver(_meter, grant, 10, Hour * 1_000_000);
        Deliver(_meter, grant, 5, (Hour + 3600) * 1_000_000 - 1);
        Deliver(_meter, grant, 1, (Hour + 3600) * 1_000_000);
        Deliver(_meter, grant, 2, (Hour + 3600) * 1_000_000 - 2); // the clock was set back

        var (first, second) = (Hour * 1_000_000, (Hour + 3600) * 1_000_000);
        Assert.Equal(
            [new(Given.Id(99), Hour, Given.Id(1), 3, 17, first, second - 1), new(Given.Id(99), Hour + 3600, Given.Id(1), 1, 1, second, second)],
            _meter.TakeChanged(10));
        Assert.Empty(_meter.TakeChanged(10));
    }

    [Fact]
    public void A_grant_that_comes_again_goes_on_where_it_was()
    {
        var grant = Given.Grant(1, "data/one");
        Deliver(_meter, grant, 10, 1);
        var (copy, other) = (grant with { Expiry = 5 }, Given.Grant(1, "data/one"));
        Deliver(_meter, copy, 20, 2);
        Deliver(_meter, other, 40, 3);
        Deliver(_meter, grant, 80, 4); // asked before it was replaced

        Assert.Equal(new UsageCount(Given.Id(99), 0, Given.Id(1), 4, 150, 1, 4), Assert.Single(_meter.TakeChanged(10)));
    }

    [Fact]
    public void Two_meters_count_one_grant_apart()
    {
        var (grant, other) = (Given.Grant(1, "data/one"), new UsageMeter(Given.Id(98)));
        for (var i = 1; i <= 3; i++) Deliver(_meter, grant, 1, i);
        for (var i = 4; i <= 5; i++) Deliver(other, grant, 1, i);

        Assert.Equal(new UsageCount(Given.Id(99), 0, Given.Id(1), 3, 3, 1, 3), Assert.Single(_meter.TakeChanged(10)));
        Assert.Equal(new UsageCount(Given.Id(98), 0, Given.Id(1), 2, 2, 4, 5), Assert.Single(other.TakeChanged(10)));
    }

    [Fact]
    public void What_was_delivered_since_keeps_what_was_taken_from_being_forgotten()
    {
        var grant = Given.Grant(1, "data/one");
        Deliver(_meter, grant, 10, Hour * 1_000_000);
        Assert.Single(_meter.TakeChanged(10));
        Deliver(_meter, grant, 10, Hour * 1_000_000 + 1);
        _meter.ForgetBefore(Hour + 7200);

        var count = Assert.Single(_meter.TakeChanged(10));
        Assert.Equal((2L, 20L), (count.Messages, count.Bytes));
    }

    [Fact]
    public void Deliveries_by_a_grant_for_which_there_is_no_room_are_known()
    {
        var meter = new UsageMeter(Given.Id(99), maxRows: 1);
        foreach (var grant in new[] { Given.Grant(1, "data/one"), Given.Grant(2, "data/two") })
        {
            Deliver(meter, grant, 1, 1);
            Deliver(meter, grant, 1, 1);
        }

        Assert.Equal(2, Assert.Single(meter.TakeChanged(10)).Messages);
        Assert.Equal(2, meter.Uncounted);
    }

    [Fact]
    public async Task No_delivery_by_a_grant_is_lost_between_threads()
    {
        Grant[] grants = [.. Enumerable.Range(0, 7).Select(i => Given.Grant(i, "data/one"))];
        var counted = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 10_000; i++) Deliver(_meter, grants[i % 7], 2, Hour * 1_000_000 + i * 1_000_000L);
        })).ToArray();
        var last = new Dictionary<(Hash256, long), UsageCount>();
        while (!Task.WhenAll(counted).IsCompleted) Take(3);

        await Task.WhenAll(counted);
        _meter.TakeAgain();
        Take(100);
        Assert.Equal((40_000L, 80_000L), (last.Values.Sum(count => count.Messages), last.Values.Sum(count => count.Bytes)));

        void Take(int atMost)
        {
            foreach (var count in _meter.TakeChanged(atMost)) last[(count.Declaration, count.Hour)] = count;
        }
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

    private static void Deliver(UsageMeter meter, Grant grant, long bytes, long micros) =>
        new BrokerGate(new(), TimeProvider.System, meter).Delivered(Decision.AllowBy(grant), bytes, new(micros, 0));

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
