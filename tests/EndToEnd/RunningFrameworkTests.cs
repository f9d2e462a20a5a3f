using System.Text.Json;
using Platone.Testing;

namespace Platone.EndToEnd.Tests;

/// <summary>Proofs and audits beside a running framework, and what keeps a second one away from its data.</summary>
public sealed class RunningFrameworkTests(SharedFramework shared) : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_reading_that_was_just_certified_is_proved_against_the_running_chain()
    {
        await using var device = await Device.ConnectAsync(shared.Provider, "running");
        var receipt = Assert.Single((await device.SendAsync("running-1", Payloads.Pmu("running-1", Start, "230.25"))).Receipts);
        await shared.Running.AllCertifiedAsync();
        var (byNumber, byStream) = (_folder.File("number.json"), _folder.File("stream.json"));
        (await CommandLine.RunAsync("proof", "get", "--data", shared.Data, "--reading", $"{receipt.Id}", "-o", byNumber)).Ended(0);
        var stream = $"{shared.Provider.Address}/{receipt.Stream}";
        (await CommandLine.RunAsync("proof", "get", "--data", shared.Data, "--stream", stream, "--sequence", "1", "-o", byStream)).Ended(0);

        (await CommandLine.RunAsync("proof", "verify", byNumber, byStream, "--data", shared.Data)).Ended(0);
        // Whoever has the file and knows whom to trust needs nothing else: a node of the chain, ...
        using var deployment = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(shared.Data, "deployments", "31337.json")));
        string Trusted(string name) => deployment.RootElement.GetProperty(name).GetString()!;
        var verified = (await CommandLine.RunAsync(
            "proof", "verify", byNumber, "--json", "--chain", shared.Running.Endpoints.Chain.ToString(),
            "--contract", Trusted("dataCertification"), "--certifier", Trusted("certifier"))).Ended(0).Json();
        Assert.Equal("230.25", verified.GetProperty("reading").GetProperty("value").GetString());

        // ... or nothing but the hash of the block.
        var blockHash = verified.GetProperty("block").GetProperty("hash").GetString()!;
        var offline = (await CommandLine.RunAsync("proof", "verify", byNumber, "--block-hash", blockHash, "--data", _folder.File("none"))).Ended(0);
        Assert.Contains("compare them with those that the consortium publishes", offline.Error, StringComparison.Ordinal);
        (await CommandLine.RunAsync(
            "proof", "verify", byNumber, "--block-hash", blockHash[..^1] + (blockHash[^1] == '0' ? '1' : '0'), "--data", _folder.File("none"))).Ended(1);

        (await CommandLine.RunAsync("audit", "--data", shared.Data)).Ended(0);
    }

    [Fact]
    public async Task A_second_framework_is_kept_out_of_the_data_and_the_first_does_not_notice()
    {
        var second = await CommandLine.RunAsync(Framework.Arguments(shared.Data));

        second.Ended(2).OneLineOfError($"{shared.Data} is in use");
        Assert.Equal(shared.Running.Endpoints, Endpoints.Of(shared.Data));
        (await shared.Provider.AccessAsync("list")).Ended(0);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_refused_by_its_option_and_nothing_stays_behind()
    {
        var data = _folder.File("data");
        var taken = shared.Running.Endpoints;

        foreach (var (option, port) in new[]
        {
            ("--http", taken.AccessLayer.Port), ("--identity", taken.Identity.Port), ("--mqtt", taken.BrokerPort), ("--chain-port", taken.Chain.Port),
        })
        {
            var refused = (await CommandLine.RunAsync(Framework.Arguments(data, option, $"{port}"))).Ended(2);
            Assert.Contains($"{option}: port {port} is in use", refused.Error, StringComparison.Ordinal);
            Assert.Empty(Processes.Of(data));
        }
    }
}
