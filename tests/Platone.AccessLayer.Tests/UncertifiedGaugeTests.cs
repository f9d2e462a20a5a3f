using Microsoft.Extensions.Time.Testing;
using Platone.AccessLayer.Certification;

namespace Platone.AccessLayer.Tests;

public sealed class UncertifiedGaugeTests
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private readonly FakeTimeProvider _time = new();
    private readonly UncertifiedGauge _gauge;

    public UncertifiedGaugeTests() => _gauge = new(_time);

    [Fact]
    public void Nothing_is_never_due()
    {
        _gauge.Add(0);
        _time.Advance(TimeSpan.FromDays(1));

        Assert.False(_gauge.IsDue(4, Period));
    }

    [Fact]
    public void So_many_readings_are_due_at_once()
    {
        _gauge.Add(3);
        Assert.False(_gauge.IsDue(4, Period));

        _gauge.Add(1);
        Assert.True(_gauge.IsDue(4, Period));
    }

    [Fact]
    public void One_reading_is_due_after_the_period_whatever_comes_behind_it()
    {
        _gauge.Add(1);
        _time.Advance(Period / 2);
        _gauge.Add(1);
        Assert.False(_gauge.IsDue(4, Period));

        _time.Advance(Period / 2);
        Assert.True(_gauge.IsDue(4, Period));
    }

    [Fact]
    public void What_a_batch_leaves_waits_from_then_on()
    {
        _gauge.Add(5);
        _time.Advance(Period);
        _gauge.Remove(4, _time.GetTimestamp());
        Assert.False(_gauge.IsDue(4, Period));

        _time.Advance(Period);
        Assert.True(_gauge.IsDue(4, Period));
        _gauge.Remove(1, _time.GetTimestamp());
        _time.Advance(Period);
        Assert.False(_gauge.IsDue(4, Period));
    }

    [Fact]
    public void A_reading_that_is_batched_before_it_is_counted_is_not_counted_twice()
    {
        _gauge.Remove(1, _time.GetTimestamp());
        _gauge.Add(1);
        _time.Advance(Period);

        Assert.False(_gauge.IsDue(1, Period));
    }
}
