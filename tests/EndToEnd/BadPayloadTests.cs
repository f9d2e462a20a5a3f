using Platone.Protocol;
using Platone.Simulation.Devices;
using Platone.Testing;

namespace Platone.EndToEnd.Tests;

public sealed class BadPayloadTests(SharedFramework shared)
{
    private const string Device = "pmu-broken";

    /// <summary>Payload, then what the error must name.</summary>
    private static readonly (string Payload, string Blames)[] More =
    [
        ("", "payload"),
        ("hello", "payload"),
        ("[1]", "payload"),
        ("{}", "device"),
        ("""{"device":"pmu-broken","lightNode":"pmu-broken"}""", "both"),
        (Pmu("\"component\":\"BUS1\",\"measurand\":\"voltmagnitude\",\"phase\":\"A\",\"data\":1e400"), "readings[0].data"),
        (Pmu("\"component\":\"BUS1\",\"measurand\":\"voltmagnitude\",\"phase\":\"A\",\"data\":\"1,5\""), "readings[0].data"),
        (Pmu("\"component\":\"BUS1\",\"measurand\":\"voltmagnitude\",\"phase\":\"D\",\"data\":1"), "readings[0].phase"),
        (Pmu("\"component\":\"BUS1\",\"measurand\":\"voltage\",\"phase\":\"A\",\"data\":1"), "readings[0].measurand"),
        (Pmu("\"component\":\"\",\"measurand\":\"voltmagnitude\",\"phase\":\"A\",\"data\":1"), "readings[0].component"),
        ("""{"device":"pmu-broken","timestamp":"2026-02-30T00:00:00Z","readings":[]}""", "timestamp"),
        ("""{"device":"pmu-broken","timestamp":"2026-01-01T00:00:00Z","readings":[]}""", "readings"),
        ("""{"device":"pmu-broken","device":"pmu-broken","timestamp":"2026-01-01T00:00:00Z","readings":[]}""", "device"),
        (LightNode("\"sequence\":-1,", "\"unit\":\"kW\",\"value\":\"1\""), "sequence"),
        (LightNode("\"sequence\":0,", "\"unit\":\"kW\",\"value\":\"1\""), "sequence"),
        (LightNode("", "\"unit\":\"hp\",\"value\":\"1\""), "readings[0].unit"),
        (LightNode("", "\"unit\":\"kW\""), "readings[0].value"),
        (Reading("<timestamp>2026-01-01T00:00:00Z</timestamp><value>1</value>"), "timeStamp"),
        (Reading("<timeStamp>2026-01-01T00:00:00Z</timeStamp><value>NaN</value>"), "MeterReading[1]/Readings[1]/value"),
        (Reading("<timeStamp>2026-01-01T00:00:00Z</timeStamp><value>1</value>", "0.26"), "ReadingType"),
        (Meter("<IntervalBlocks/>"), "IntervalBlocks"),
        ("<MeterReadings/>", "root element"),
        ("""<MeterReadings xmlns="http://iec.ch/TC57/2011/MeterReadings#"/>""", "MeterReadings"),
    ];

    [Fact]
    public async Task Every_bad_payload_gets_its_own_error_and_a_dead_letter_and_the_service_goes_on()
    {
        await using var device = await Testing.Device.ConnectAsync(shared.Provider, "bad-payloads");
        var bad = BadPayloads.All.Select(bad => (bad.Payload, bad.Blames)).Concat(More.Select(bad => (Payloads.Bytes(bad.Payload), bad.Blames))).ToList();
        var errors = new List<ErrorMessage>();
        foreach (var (payload, blames) in bad)
        {
            var error = await device.RefusedAsync(Device, payload);
            errors.Add(error);
            Assert.Contains(blames, $"{error.Place} {error.Found} {error.Expected}", StringComparison.OrdinalIgnoreCase);
            Assert.Equal(Payloads.HashOf(payload), error.Message);
            AssertDeadLetter(error, payload);
        }

        Assert.Equal(errors.Count, errors.Select(error => error.DeadLetter).Distinct().Count());
        Assert.Equal(0, Database.Number(shared.Running.Store, $"SELECT count(*) FROM readings WHERE stream LIKE '%/{Device}/%'"));
        await device.SendAsync(Device, Payloads.Pmu(Device, new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), "230"));
    }

    [Fact]
    public async Task A_payload_is_refused_as_a_whole_when_one_of_its_readings_is_bad()
    {
        await using var device = await Testing.Device.ConnectAsync(shared.Provider, "half-bad");

        var error = await device.RefusedAsync("half-bad", Payloads.Pmu("half-bad", new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), "230", "\"x\""));

        Assert.Equal("readings[1].data", error.Place);
        Assert.Equal(0, Database.Number(shared.Running.Store, "SELECT count(*) FROM readings WHERE stream LIKE '%/half-bad/%'"));
    }

    [Theory]
    [InlineData(129)]
    [InlineData(970)]
    public async Task A_device_name_that_is_too_long_gets_its_error_and_a_dead_letter(int length)
    {
        await using var device = await Testing.Device.ConnectAsync(shared.Provider, $"long-name-{length}");
        var name = new string('n', length);
        var payload = Payloads.Pmu(name, new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), "230");

        var error = await device.RefusedAsync(name, payload);

        Assert.Equal(("topic", "1 to 128 characters"), (error.Place, error.Expected));
        var letter = Database.Row(shared.Running.Store, $"SELECT device, length FROM dead_letter WHERE id = {error.DeadLetter}");
        Assert.Equal([name, (long)payload.Length], letter);
    }

    [Fact]
    public async Task Who_sends_the_same_again_gets_the_same_letter()
    {
        await using var device = await Testing.Device.ConnectAsync(shared.Provider, "again");
        var payload = Payloads.Bytes("not a message");

        var (first, second) = (await device.RefusedAsync("again", payload), await device.RefusedAsync("again", payload));

        Assert.Equal(first, second);
        Assert.Equal(2, Database.Number(shared.Running.Store, $"SELECT times FROM dead_letter WHERE id = {first.DeadLetter}"));
    }

    [Fact]
    public async Task Who_is_no_provider_cannot_publish_at_all()
    {
        var stranger = await Party.CreateAsync(shared.Data);
        await using var client = await stranger.ConnectAsync("stranger");
        var payload = Payloads.Pmu("x", new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), "230");

        var (own, others) = (stranger.Address, shared.Provider.Address);
        foreach (var topic in new[] { $"ingest/{own}/x", $"ingest/{others}/x", $"data/{own}/x/raw", $"receipts/{others}/x", "x" })
            Assert.Equal((topic, MQTTnet.MqttClientPublishReasonCode.NotAuthorized), (topic, await client.PublishAsync(topic, payload)));
    }

    /// <summary>Of a payload of more than 4 KiB the beginning and the hash are kept.</summary>
    private void AssertDeadLetter(ErrorMessage error, byte[] payload)
    {
        var letter = Database.Row(
            shared.Running.Store, $"SELECT device, place, found, expected, length, hash, head FROM dead_letter WHERE id = {error.DeadLetter}");
        Assert.Equal([Device, error.Place, error.Found, error.Expected, (long)payload.Length], letter[..5]);
        Assert.Equal(Payloads.HashOf(payload)[2..], Convert.ToHexStringLower((byte[])letter[5]));
        Assert.Equal(payload[..Math.Min(payload.Length, 4096)], (byte[])letter[6]);
    }

    private static string Pmu(string reading) => $$"""{"device":"pmu-broken","timestamp":"2026-01-01T00:00:00Z","readings":[{{{reading}}}]}""";

    private static string LightNode(string sequence, string reading) =>
        $$"""{"lightNode":"pmu-broken",{{sequence}}"timestamp":"2026-01-01T00:00:00Z","readings":[{"measurand":"activepower",{{reading}}}]}""";

    private static string Reading(string timeAndValue, string type = "0.26.0.0.1.1.12.0.0.0.0.0.0.0.224.3.72.0") =>
        Meter($"""<Readings>{timeAndValue}<ReadingType ref="{type}"/></Readings>""");

    private static string Meter(string readings) => Payloads.MeterReadings("1", readings);
}
