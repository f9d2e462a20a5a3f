using System.Net;
using System.Text.Json;
using Platone.Protocol;
using Platone.Testing;

namespace Platone.AccessLayer.Tests;

public sealed class HistoryTests(SharedFramework shared) : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 8, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly SignedHttp _http = new(shared.Running.Endpoints.AccessLayer, shared.Provider.Key);

    private string Readings => $"/providers/{shared.Provider.Address}/readings";

    private string Streams => $"/providers/{shared.Provider.Address}/streams";

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_range_in_pages_is_what_was_sent_oldest_first()
    {
        for (var i = 24; i >= 0; i--) await IngestAsync("history-1", Payloads.Pmu("history-1", Start.AddSeconds(i), $"230.{i:D2}1"));
        var query = $"{Readings}?stream=history-1/BUS1/voltmagnitude/A&limit=10";

        var pages = new List<ReadingPage>();
        do pages.Add(Page(await _http.GetAsync(query + (pages.Count == 0 ? "" : $"&after={pages[^1].Next}"))));
        while (pages[^1].Next is not null);

        Assert.Equal([10, 10, 5], pages.Select(page => page.Readings.Count));
        var readings = pages.SelectMany(page => page.Readings).ToList();
        Assert.Equal(
            Enumerable.Range(0, 25).Select(i => (Payloads.Iso(Start.AddSeconds(i)), $"230.{i:D2}1", "V")),
            readings.Select(reading => (reading.Time, reading.Value, reading.Unit)));
        Assert.Equal(Enumerable.Range(1, 25).Reverse().Select(i => (ulong)i), readings.Select(reading => reading.Sequence));

        // From is in the range, to is not.
        var part = Page(await _http.GetAsync($"{query}&from={Payloads.Iso(Start.AddSeconds(3))}&to={Payloads.Iso(Start.AddSeconds(6))}"));
        Assert.Equal(["230.031", "230.041", "230.051"], part.Readings.Select(reading => reading.Value));
        Assert.Null(part.Next);
    }

    [Theory]
    [InlineData("stream=x/y/z")]
    [InlineData("stream=a/b/c/d&limit=0")]
    [InlineData("stream=a/b/c/d&limit=10001")]
    [InlineData("stream=a/b/c/d&limit=many")]
    [InlineData("stream=a/b/c/d&from=yesterday")]
    [InlineData("stream=a/b/c/d&to=2026-01-01T00:00:00")]
    [InlineData("stream=a/b/c/d&after=1")]
    [InlineData("stream=a/b/c/d&after=1-x")]
    [InlineData("stream=a/b/c/d&after=-")]
    [InlineData("stream=a/b/c/d&after=1--1")]
    [InlineData("stream=a/b/c/d&after=99999999999999999999-1")]
    [InlineData("")]
    public async Task A_query_that_is_wrong_is_a_problem(string query) => (await _http.GetAsync($"{Readings}?{query}")).Problem(HttpStatusCode.BadRequest);

    [Fact]
    public async Task A_stream_without_readings_is_an_empty_page()
    {
        var page = Page(await _http.GetAsync($"{Readings}?stream=never/BUS1/voltmagnitude/A"));
        Assert.Empty(page.Readings);
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task A_consumer_reads_the_devices_and_times_that_it_was_given_until_it_is_revoked()
    {
        foreach (var device in new[] { "history-2", "history-3" })
            for (var i = 0; i < 10; i++) await IngestAsync(device, Payloads.Pmu(device, Start.AddMinutes(i), $"23{i}"));
        var consumer = await Party.CreateAsync(shared.Data);
        using var http = new SignedHttp(shared.Running.Endpoints.AccessLayer, consumer.Key);
        Task<Answer> ReadAsync(string device) => http.GetAsync($"{Readings}?stream={device}/BUS1/voltmagnitude/A");
        (await ReadAsync("history-2")).Problem(HttpStatusCode.Forbidden, "no accepted declaration");
        Assert.Equal("""{"streams":[],"declarations":[]}""", (await http.GetAsync(Streams)).Is(HttpStatusCode.OK).Text);

        // What was measured before the declaration's time is not given, however late it is asked for.
        var declaration = await consumer.AgreeAsync(
            shared.Provider, $"data/{shared.Provider.Address}/history-2/#",
            "--not-before", Payloads.Iso(Start.AddMinutes(2)), "--expiry", "2100-01-01T00:00:00Z");
        Assert.Equal(Enumerable.Range(2, 8).Select(i => $"23{i}"), Page(await ReadAsync("history-2")).Readings.Select(reading => reading.Value));
        var other = await http.GetAsync($"{Readings}?stream=history-3/BUS1/voltmagnitude/A&limit=1");
        Assert.Equal(
            """{"readings":[],"next":null,"withheld":[{"from":null,"to":null,"reason":"NoDeclaration","declaration":null}]}""",
            other.Is(HttpStatusCode.OK).Text);
        Assert.Equal("history-2/BUS1/voltmagnitude/A", Assert.Single(StreamsOf(await http.GetAsync(Streams)).Streams).Stream);

        await shared.Provider.RevokeAsync(declaration);
        (await ReadAsync("history-2")).Problem(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task What_is_withheld_is_said_by_the_callers_own_declarations()
    {
        for (var i = 0; i < 10; i++) await IngestAsync("history-6", Payloads.Pmu("history-6", Start.AddMinutes(i), $"23{i}"));
        var consumer = await Party.CreateAsync(shared.Data);
        using var http = new SignedHttp(shared.Running.Endpoints.AccessLayer, consumer.Key);
        var topic = $"data/{shared.Provider.Address}/history-6/#";
        string[] Of(int from, int to) => ["--not-before", Payloads.Iso(Start.AddMinutes(from)), "--expiry", Payloads.Iso(Start.AddYears(70).AddMinutes(to))];
        var mqtt = await consumer.AgreeAsync(shared.Provider, topic, [.. Of(3, 0), "--means", "Mqtt"]);
        var giving = await consumer.AgreeAsync(shared.Provider, topic, Of(5, 0));
        var asked = await consumer.RequestAsync(shared.Provider, topic, Of(1, 1));

        var page = Page(await http.GetAsync($"{Readings}?stream=history-6/BUS1/voltmagnitude/A&from={Payloads.Iso(Start)}"));

        var (first, fifth) = (Payloads.Iso(Start.AddMinutes(1)), Payloads.Iso(Start.AddMinutes(5)));
        var (end, last) = (Payloads.Iso(Start.AddYears(70)), Payloads.Iso(Start.AddYears(70).AddMinutes(1)));
        Assert.Equal(5, page.Readings.Count);
        Assert.Equal(
            [
                new(Payloads.Iso(Start), first, "BeforeNotBefore", null), new(first, fifth, "Requested", asked.Id),
                new(end, last, "Requested", asked.Id), new(last, null, "AfterExpiry", null),
            ],
            page.Withheld);
        var uses = StreamsOf(await http.GetAsync(Streams)).Declarations.ToDictionary(use => use.Id);
        Assert.Equal((true, null), (uses[giving.Id].Gives, uses[giving.Id].Reason));
        Assert.Equal((false, "Means"), (uses[mqtt.Id].Gives, uses[mqtt.Id].Reason));
        Assert.Equal((false, "Requested"), (uses[asked.Id].Gives, uses[asked.Id].Reason));

        // The same is said where there is nothing to read, and nothing to the provider.
        var empty = Page(await http.GetAsync($"{Readings}?stream=history-6/BUS9/voltmagnitude/A&from={Payloads.Iso(Start)}"));
        Assert.Equal(page.Withheld, empty.Withheld);
        Assert.Empty(Page(await _http.GetAsync($"{Readings}?stream=history-6/BUS1/voltmagnitude/A")).Withheld);
    }

    [Fact]
    public async Task Means_decide_whether_a_grant_counts_here_or_at_the_broker()
    {
        await IngestAsync("history-4", Payloads.Pmu("history-4", Start, "230"));
        var (rest, mqtt) = (await Party.CreateAsync(shared.Data), await Party.CreateAsync(shared.Data));
        var topic = $"data/{shared.Provider.Address}/history-4/raw";
        await rest.AgreeAsync(shared.Provider, topic, "--means", "Rest", "--not-before", Payloads.Iso(Start));
        await mqtt.AgreeAsync(shared.Provider, topic, "--means", "Mqtt", "--not-before", Payloads.Iso(Start));

        using var restHttp = new SignedHttp(shared.Running.Endpoints.AccessLayer, rest.Key);
        using var mqttHttp = new SignedHttp(shared.Running.Endpoints.AccessLayer, mqtt.Key);
        await using var restClient = await rest.ConnectAsync("means");
        await using var mqttClient = await mqtt.ConnectAsync("means");
        var query = $"{Readings}?stream=history-4/BUS1/voltmagnitude/A";
        Assert.Single(Page(await restHttp.GetAsync(query)).Readings);
        (await mqttHttp.GetAsync(query)).Problem(HttpStatusCode.Forbidden);
        Assert.Equal(MQTTnet.MqttClientSubscribeResultCode.NotAuthorized, await restClient.SubscribeAsync(topic));
        await mqttClient.GrantedAsync(topic);
    }

    [Fact]
    public async Task A_proof_is_given_to_whom_may_read_the_reading()
    {
        var id = await IngestAsync("history-5", Payloads.Pmu("history-5", Start, "230"));
        var (consumer, stranger) = (await Party.CreateAsync(shared.Data), await Party.CreateAsync(shared.Data));
        await consumer.AgreeAsync(shared.Provider, $"data/{shared.Provider.Address}/history-5/raw", "--not-before", Payloads.Iso(Start));
        await shared.Running.AllCertifiedAsync();
        using var consumerHttp = new SignedHttp(shared.Running.Endpoints.AccessLayer, consumer.Key);
        using var strangerHttp = new SignedHttp(shared.Running.Endpoints.AccessLayer, stranger.Key);

        string[] proofs =
        [
            (await _http.GetAsync($"/readings/{id}/proof")).Is(HttpStatusCode.OK).Text,
            (await consumerHttp.GetAsync($"/readings/{id}/proof")).Is(HttpStatusCode.OK).Text,
            (await CommandLine.RunAsync("proof", "get", "--data", shared.Data, "--reading", $"{id}")).Ended(0).Output,
        ];
        // Each is about the block that was the newest one.
        Assert.Single(proofs.Select(WithoutBlock).Distinct());
        (await strangerHttp.GetAsync($"/readings/{id}/proof")).Problem(HttpStatusCode.NotFound);
        (await _http.GetAsync("/readings/99999999/proof")).Problem(HttpStatusCode.NotFound);
    }

    private static string WithoutBlock(string proof)
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(proof)!.AsObject();
        json.Remove("chain");
        return json.ToJsonString();
    }

    private static ReadingPage Page(Answer answer) => JsonSerializer.Deserialize(answer.Is(HttpStatusCode.OK).Text, ProtocolJson.Default.ReadingPage)!;

    private static StreamList StreamsOf(Answer answer) => JsonSerializer.Deserialize(answer.Is(HttpStatusCode.OK).Text, ProtocolJson.Default.StreamList)!;

    private async Task<long> IngestAsync(string device, byte[] payload)
    {
        var answer = await _http.PostAsync($"/ingest/{shared.Provider.Address}/{device}", payload);
        return answer.Is(HttpStatusCode.Created).Json().GetProperty("receipts")[0].GetProperty("id").GetInt64();
    }
}
