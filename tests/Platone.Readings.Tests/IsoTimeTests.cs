using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Platone.Readings.Tests;

public class IsoTimeTests
{
    // The Unix seconds are those of `date -u -d TIME +%s`.
    [Theory]
    [InlineData("1970-01-01T00:00:00Z", 0)]
    [InlineData("2020-05-20T10:27:57.980802+00:00", 1589970477_980802)]
    [InlineData("2019-09-13T15:30:00+03:00", 1568377800_000000)]
    [InlineData("2019-09-13T12:30:00Z", 1568377800_000000)]
    [InlineData("2019-09-13T09:00:00-03:30", 1568377800_000000)]
    [InlineData("2024-02-29T23:59:59.999999999Z", 1709251199_999999)]
    [InlineData("2026-01-01T00:00:04.5Z", 1767225604_500000)]
    [InlineData("1970-01-01T00:00:00-00:00", 0)]
    public void Iso_times_are_microseconds_since_the_epoch(string text, long micros) => Assert.Equal(micros, IsoTime.Parse(text));

    [Theory]
    [InlineData("", "ISO 8601")]
    [InlineData("2020-05-20", "ISO 8601")]
    [InlineData("2020-05-20 10:27:57Z", "ISO 8601")]
    [InlineData("2020-05-20t10:27:57Z", "ISO 8601")]
    [InlineData("2020-05-20T10:27Z", "ISO 8601")]
    [InlineData("20-05-2020T10:27:57Z", "ISO 8601")]
    [InlineData("2020-05-2٠T10:27:57Z", "ISO 8601")]
    [InlineData("1589970477", "ISO 8601")]
    [InlineData("1969-12-31T23:59:59Z", "year")]
    [InlineData("2020-13-01T00:00:00Z", "calendar")]
    [InlineData("2023-02-29T00:00:00Z", "calendar")]
    [InlineData("2020-04-31T00:00:00Z", "calendar")]
    [InlineData("2020-05-00T00:00:00Z", "calendar")]
    [InlineData("2020-05-20T24:00:00Z", "time of day")]
    [InlineData("2016-12-31T23:59:60Z", "time of day")]
    [InlineData("2020-05-20T10:27:57", "zone")]
    [InlineData("2020-05-20T10:27:57.98", "zone")]
    [InlineData("2020-05-20T10:27:57z", "zone")]
    [InlineData("2020-05-20T10:27:57+0200", "zone")]
    [InlineData("2020-05-20T10:27:57+02", "zone")]
    [InlineData("2020-05-20T10:27:57+14:01", "zone")]
    [InlineData("2020-05-20T10:27:57+01:60", "zone")]
    [InlineData("2020-05-20T10:27:57Z ", "zone")]
    [InlineData("2020-05-20T10:27:57,5Z", "zone")]
    [InlineData("2020-05-20T10:27:57.Z", "digits")]
    [InlineData("2020-05-20T10:27:57.0123456789Z", "digits")]
    [InlineData("1970-01-01T00:00:00+01:00", "1970")]
    [InlineData("9999-12-31T23:59:59-01:00", "9999")]
    public void A_refused_time_says_what_it_lacks(string text, string lacking)
    {
        Assert.False(IsoTime.TryParse(text, out _, out var expected));
        Assert.Contains(lacking, expected, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => IsoTime.Parse(text));
    }

    [Fact]
    public void Reading_agrees_with_the_framework_in_every_zone() =>
        Prop.ForAll(Ticks().ToArbitrary(), Gen.Choose(-14 * 60, 14 * 60).ToArbitrary(), (ticks, zone) =>
        {
            var time = new DateTimeOffset(ticks, TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(zone));
            var text = time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture);
            return IsoTime.Parse(text) == (ticks - DateTime.UnixEpoch.Ticks) / 10;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_time_survives_its_text() =>
        Prop.ForAll(Ticks().ToArbitrary(), ticks =>
        {
            var micros = (ticks - DateTime.UnixEpoch.Ticks) / 10;
            return IsoTime.Parse(IsoTime.Format(micros)) == micros;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_first_and_the_last_microsecond_can_be_written()
    {
        Assert.Equal("1970-01-01T00:00:00.000000Z", IsoTime.Format(0));
        Assert.Equal("9999-12-31T23:59:59.999999Z", IsoTime.Format(253402300799_999999));
        Assert.Throws<ArgumentOutOfRangeException>(() => IsoTime.Format(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => IsoTime.Format(253402300800_000000));
    }

    // Two days inside the range, so that no zone leaves the framework's own.
    private static Gen<long> Ticks() =>
        from day in Gen.Choose(2, 2_932_894)
        from second in Gen.Choose(0, 86_399)
        from fraction in Gen.Choose(0, 9_999_999)
        select DateTime.UnixEpoch.AddDays(day).AddSeconds(second).Ticks + fraction;
}
