using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Platone.Protocol;
using Platone.Simulation.Devices;
using Platone.Testing;

namespace Platone.AccessLayer.Tests;

public sealed class UsageTests(SharedFramework shared)
{
    private static readonly DateTimeOffset Start = new(2026, 2, 3, 0, 0, 0, TimeSpan.Zero);

    private Uri Url => shared.Running.Endpoints.AccessLayer;

    [Fact]
    public async Task What_a_consumer_heard_is_counted_certified_and_provable_to_both_sides_and_nobody_else()
    {
        var consumer = await Party.CreateAsync(shared.Data);
        var topic = $"data/{shared.Provider.Address}/usage-1/raw";
        var declaration = await consumer.AgreeAsync(shared.Provider, topic);
        await using var client = await consumer.ConnectAsync("usage");
        await client.GrantedAsync(topic);
        using var provider = new SignedHttp(Url, shared.Provider.Key);
        var bytes = 0L;
        for (var i = 0; i < 3; i++)
        {
            var payload = Payloads.Pmu("usage-1", Start.AddMinutes(i), "230.5");
            (await provider.PostAsync($"/ingest/{shared.Provider.Address}/usage-1", payload)).Is(HttpStatusCode.Created);
            bytes += (await client.NextAsync()).Payload.Length;
        }

        var counted = await UsageAsync(shared.Provider, declaration.Id, usage => usage.Hours.Sum(hour => hour.Messages) == 3);
        Assert.Equal(bytes, counted.Hours.Sum(hour => hour.Bytes));
        Assert.All(counted.Hours, hour => Assert.Equal("Mqtt", hour.Means));
        Assert.Empty(counted.Records);

        // Its hours are over.
        Database.Change(shared.Running.Store, $"UPDATE usage_count SET hour = hour - 7200 WHERE declaration = x'{declaration.Id[2..]}'");
        var recorded = await UsageAsync(consumer, declaration.Id, usage => usage.Records.Count > 0 && usage.Records.All(record => record.Batch is not null));
        Assert.Equal(3, recorded.Records.Sum(record => (long)record.Messages));
        Assert.Equal(bytes, recorded.Records.Sum(record => (long)record.Bytes));

        await shared.Running.AllCertifiedAsync();
        var folder = Path.Combine(shared.Data, "usage-proofs");
        (await consumer.AccessAsync("usage", declaration.Id, "--proofs", folder)).Ended(0);
        foreach (var file in Directory.GetFiles(folder))
        {
            (await CommandLine.RunAsync("proof", "verify", file, "--data", shared.Data)).Ended(0);
            var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            text = text.Replace("\"messages\": ", "\"messages\": 1", StringComparison.Ordinal);
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
            (await CommandLine.RunAsync("proof", "verify", file, "--data", shared.Data)).Ended(1);
        }

        var stranger = await Party.CreateAsync(shared.Data);
        using var curious = new SignedHttp(Url, stranger.Key);
        (await curious.GetAsync($"/declarations/{declaration.Id}/usage")).Problem(HttpStatusCode.NotFound, "concerns");
        foreach (var record in recorded.Records)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"/usage/{record.Id}/proof");
            (await curious.GetAsync(path)).Problem(HttpStatusCode.NotFound, "concerns");
            (await provider.GetAsync(path)).Is(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task What_is_given_by_REST_is_counted_to_the_declaration_that_gives_it()
    {
        var consumer = await Party.CreateAsync(shared.Data);
        var topic = $"data/{shared.Provider.Address}/usage-2/raw";
        var declaration = await consumer.AgreeAsync(shared.Provider, topic, "--not-before", "2026-01-01T00:00:00Z", "--means", "Rest");
        using var provider = new SignedHttp(Url, shared.Provider.Key);
        (await provider.PostAsync($"/ingest/{shared.Provider.Address}/usage-2", Payloads.Pmu("usage-2", Start, "230.5", "231.5"))).Is(HttpStatusCode.Created);

        var stream = (await provider.GetAsync($"/providers/{shared.Provider.Address}/streams")).Json().GetProperty("streams").EnumerateArray()
            .Select(item => item.GetProperty("stream").GetString()!).First(name => name.StartsWith("usage-2/", StringComparison.Ordinal));
        var path = $"/providers/{shared.Provider.Address}/readings?stream={stream}";
        using var reader = new SignedHttp(Url, consumer.Key);
        var given = (await reader.GetAsync(path)).Is(HttpStatusCode.OK).Json().GetProperty("readings").EnumerateArray()
            .Select(reading => reading.GetRawText()).ToList();
        Assert.NotEmpty(given);
        (await provider.GetAsync(path)).Is(HttpStatusCode.OK); // its own: nobody's usage

        var usage = await UsageAsync(consumer, declaration.Id, found => found.Hours.Count > 0);
        Assert.Equal(("Rest", given.Count), (usage.Hours[0].Means, usage.Hours.Sum(hour => (int)hour.Messages)));
        Assert.Equal(given.Sum(reading => Encoding.UTF8.GetByteCount(reading)), usage.Hours.Sum(hour => hour.Bytes));
    }

    [Fact]
    public async Task What_is_asked_wrongly_is_refused()
    {
        using var provider = new SignedHttp(Url, shared.Provider.Key);
        (await provider.GetAsync("/declarations/7/usage")).Problem(HttpStatusCode.BadRequest, "id: found '7'");
        (await provider.GetAsync($"/declarations/0x{new string('1', 64)}/usage?limit=0")).Problem(HttpStatusCode.BadRequest, "limit: found 0");
        (await provider.GetAsync($"/declarations/0x{new string('1', 64)}/usage")).Problem(HttpStatusCode.NotFound, "concerns");
        (await provider.GetAsync("/usage/99999999/proof")).Problem(HttpStatusCode.NotFound, "concerns");
    }

    private async Task<UsageView> UsageAsync(Party party, string declaration, Func<UsageView, bool> until)
    {
        using var http = new SignedHttp(Url, party.Key);
        UsageView? usage = null;
        await Eventually.TrueAsync(
            async () =>
            {
                var answer = (await http.GetAsync($"/declarations/{declaration}/usage")).Is(HttpStatusCode.OK);
                usage = JsonSerializer.Deserialize(answer.Text, ProtocolJson.Default.UsageView)!;
                return until(usage);
            },
            () => $"usage is {JsonSerializer.Serialize(usage, ProtocolJson.Default.UsageView)}");
        return usage!;
    }
}
