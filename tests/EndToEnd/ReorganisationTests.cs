using System.Net.Http.Json;
using System.Text.Json;
using MQTTnet;
using Platone.Protocol;
using Platone.Testing;

namespace Platone.EndToEnd.Tests;

/// <summary>The chain takes blocks back while readings are certified and access is granted and revoked.</summary>
public sealed class ReorganisationTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 8, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task After_a_reorganisation_of_depth_five_store_table_and_chain_agree_and_nothing_is_there_twice()
    {
        await using var framework = await Framework.StartAsync(_folder.File("data"));
        var provider = await Party.CreateProviderAsync(framework.Data);
        var (early, late, leaver) = (await Party.CreateAsync(framework.Data), await Party.CreateAsync(framework.Data), await Party.CreateAsync(framework.Data));
        await using var device = await Device.ConnectAsync(provider, "devices");
        string Topic(string name) => $"data/{provider.Address}/{name}/raw";
        var kept = await early.AgreeAsync(provider, Topic("early"));
        var revoked = await leaver.AgreeAsync(provider, Topic("leaver"));
        await leaver.GrantedAsync(Topic("leaver"));
        await SendAsync(device, 0, 40);
        await framework.AllCertifiedAsync();

        // In the middle of things: readings wait and are under way, one request is open, one was just revoked, one just accepted.
        var sending = SendAsync(device, 40, 200);
        var granted = await late.AgreeAsync(provider, Topic("late"));
        await provider.RevokeAsync(revoked);
        await ReorganiseAsync(framework, 5);
        await sending;
        await SendAsync(device, 200, 240);

        foreach (var (party, declaration, status) in new[] { (early, kept, "Accepted"), (late, granted, "Accepted"), (leaver, revoked, "Revoked") })
        {
            await Eventually.TrueAsync(
                async () => (await party.AccessAsync("status", declaration.Id)).Ended(0).Json<DeclarationView[]>()[0].Status == status,
                () => $"the declaration {declaration.Topic} never got {status} again");
        }

        // The brokers' table, asked by subscribing: what was given is given, what was taken is taken.
        await early.GrantedAsync(Topic("early"));
        await late.GrantedAsync(Topic("late"));
        await using (var client = await leaver.ConnectAsync("leaver"))
        {
            Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await client.SubscribeAsync(Topic("leaver")));
        }

        await framework.AllCertifiedAsync();
        await Eventually.TrueAsync(
            async () => (await CommandLine.RunAsync("audit", "--data", framework.Data)).ExitCode == 0,
            () => $"the audit was never clean{Environment.NewLine}{framework.Error}");
        Assert.Equal(240, Database.Number(framework.Store, "SELECT count(DISTINCT time) FROM reading"));
        Assert.Equal(240, Database.Number(framework.Store, "SELECT count(*) FROM reading"));
        var batches = Database.Number(framework.Store, "SELECT count(*) FROM batch");
        Assert.Equal(batches, await CountOnChainAsync(framework));
        Assert.Equal(
            0, Database.Number(framework.Store, "SELECT count(*) FROM (SELECT 1 FROM outbox_attempt WHERE fate IN (1, 2) GROUP BY call HAVING count(*) > 1)"));
        Assert.Contains(
            "took", await File.ReadAllTextAsync(Path.Combine(framework.Data, "log", "platone.log"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    private static async Task SendAsync(Device device, int from, int to)
    {
        for (var i = from; i < to; i++) await device.SendAsync("reorg", Payloads.Pmu("reorg", Start.AddSeconds(i), $"{i}.5"));
    }

    private static async Task ReorganiseAsync(Framework framework, int depth)
    {
        var lost = await CallAsync(framework, "eth_blockNumber");
        await CallAsync(framework, "anvil_reorg", depth, Array.Empty<object>());
        await Eventually.TrueAsync(
            async () =>
                Database.Number(framework.Store, "SELECT max(number) FROM passed_block") > Number(lost)
                    && Number(await CallAsync(framework, "eth_blockNumber")) > Number(lost),
            () => "the chain never went on");
    }

    /// <summary>How many times the certification's event is on the chain.</summary>
    private static async Task<long> CountOnChainAsync(Framework framework)
    {
        var deployment = JsonDocument.Parse(await File.ReadAllTextAsync(Directory.EnumerateFiles(Path.Combine(framework.Data, "deployments")).Single()));
        var contract = deployment.RootElement.GetProperty("dataCertification").GetString();
        var logs = await CallAsync(framework, "eth_getLogs", new { address = contract, fromBlock = "0x0", toBlock = "latest" });
        var topics = logs.EnumerateArray().Select(log => log.GetProperty("topics").ToString()).ToList();
        Assert.Equal(topics.Count, topics.Distinct().Count());
        // The contract's other event is of its authority, at deployment: it has no indexed number.
        return topics.Count(topic => JsonDocument.Parse(topic).RootElement.GetArrayLength() > 2);
    }

    private static long Number(JsonElement hex) => Convert.ToInt64(hex.GetString(), 16);

    private static async Task<JsonElement> CallAsync(Framework framework, string method, params object[] parameters)
    {
        using var http = new HttpClient();
        using var answer = await http.PostAsJsonAsync(
            framework.Endpoints.Chain, new { jsonrpc = "2.0", id = 1, method, @params = parameters }, TestContext.Current.CancellationToken);
        var document = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return document.TryGetProperty("result", out var result) ? result : throw new InvalidOperationException($"{method}: {document}");
    }
}
