using Platone.Protocol;
using Platone.Testing;

namespace Platone.EndToEnd.Tests;

/// <summary>What a device may do that is not sure whether it was heard.</summary>
public sealed class RepeatTests(SharedFramework shared)
{
    private static readonly DateTimeOffset Start = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_same_payload_twice_is_one_reading_with_one_receipt()
    {
        await using var device = await Device.ConnectAsync(shared.Provider, "repeats");
        var payload = Payloads.Pmu("repeat-1", Start, "230.5", "231.5");

        var first = await device.AnswerAsync("repeat-1", payload);
        var second = await device.AnswerAsync("repeat-1", payload);

        Assert.Equal(first.Topic, second.Topic);
        Assert.Equal(first.Payload, second.Payload);
        Assert.Equal(2, first.As(ProtocolJson.Default.ReceiptMessage).Receipts.Count);
        Assert.Equal(2, Count("repeat-1"));
    }

    [Fact]
    public async Task Another_value_for_the_same_time_is_a_revision_that_names_what_it_replaces()
    {
        await using var device = await Device.ConnectAsync(shared.Provider, "revisions");
        await device.SendAsync("repeat-2", Payloads.Pmu("repeat-2", Start.AddSeconds(-1), "229"));
        var estimated = Assert.Single((await device.SendAsync("repeat-2", Payloads.Pmu("repeat-2", Start, "230"))).Receipts);
        var actual = Assert.Single((await device.SendAsync("repeat-2", Payloads.Pmu("repeat-2", Start, "230.4"))).Receipts);
        Assert.Equal((2UL, 3UL), (estimated.Sequence, actual.Sequence));

        var rows = Database.Rows(
            shared.Running.Store,
            "SELECT r.sequence, r.value, v.kind, r.replaces FROM reading r JOIN readings v ON v.id = r.id WHERE v.stream LIKE '%/repeat-2/%' ORDER BY 1");
        Assert.Equal([[1L, "229", "reading", DBNull.Value], [2L, "230", "reading", DBNull.Value], [3L, "230.4", "revision", 2L]], rows);

        await shared.Running.AllCertifiedAsync();
        var proof = (await CommandLine.RunAsync("proof", "get", "--data", shared.Data, "--reading", $"{actual.Id}")).Ended(0).Json().GetProperty("reading");
        Assert.Equal(("revision", 2), (proof.GetProperty("kind").GetString(), proof.GetProperty("replaces").GetInt32()));
    }

    [Fact]
    public async Task A_number_that_a_device_has_used_is_refused_for_another_reading()
    {
        await using var device = await Device.ConnectAsync(shared.Provider, "numbers");
        await device.SendAsync("repeat-3", Payloads.LightNode("repeat-3", 1, Start, "1.5"));

        var refused = await device.RefusedAsync("repeat-3", Payloads.LightNode("repeat-3", 1, Start.AddSeconds(1), "1.6"));

        Assert.Equal(("sequence", "1"), (refused.Place, refused.Found));
        Assert.Equal(1, Count("repeat-3"));
    }

    [Fact]
    public async Task Readings_that_come_late_are_taken_and_numbered_as_they_come()
    {
        await using var device = await Device.ConnectAsync(shared.Provider, "late");
        foreach (var minute in new[] { 3, 1, 2 }) await device.SendAsync("repeat-4", Payloads.Meter("repeat-4", Start.AddMinutes(minute), $"10{minute}"));

        var rows = Database.Rows(shared.Running.Store, "SELECT sequence, value FROM readings WHERE stream LIKE '%/repeat-4/%' ORDER BY time");
        Assert.Equal([[2L, "101000"], [3L, "102000"], [1L, "103000"]], rows);
    }

    private long Count(string device) => Database.Number(shared.Running.Store, $"SELECT count(*) FROM readings WHERE stream LIKE '%/{device}/%'");
}
