using Platone.Protocol;
using Platone.Testing;

namespace Platone.EndToEnd.Tests;

public sealed class RestartTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_second_start_goes_on_where_the_first_ended_and_another_chain_is_refused()
    {
        Party provider, consumer;
        DeclarationView declaration;
        Dictionary<string, string> kept;
        string topic, proof = _folder.File("proof.json");
        await using (var first = await Framework.StartAsync(Data))
        {
            (provider, consumer) = (await Party.CreateProviderAsync(Data), await Party.CreateAsync(Data));
            topic = $"data/{provider.Address}/restart/raw";
            declaration = await consumer.AgreeAsync(provider, topic);
            await using (var device = await Device.ConnectAsync(provider, "devices"))
                for (var i = 1; i <= 3; i++) Assert.Equal((ulong)i, await SequenceAsync(device, i));
            await first.AllCertifiedAsync();
            (await CommandLine.RunAsync("proof", "get", "--data", Data, "--reading", "2", "--out", proof)).Ended(0);
            kept = Kept();
            await first.StopAsync();
        }

        var batches = Database.Number(Path.Combine(Data, "platone.db"), "SELECT max(number) FROM batch");
        await using (var second = await Framework.StartAsync(Data))
        {
            Assert.Equal(kept, Kept());
            await using var device = await Device.ConnectAsync(provider, "devices");
            await using var client = await consumer.ConnectAsync("consumer");
            await client.GrantedAsync(topic);
            Assert.Equal(4UL, await SequenceAsync(device, 4));
            Assert.Equal(4UL, Assert.Single((await client.NextAsync()).As(ProtocolJson.Default.DataMessage).Readings).Sequence);

            await second.AllCertifiedAsync();
            Assert.Equal(batches + 1, Database.Number(second.Store, "SELECT max(number) FROM batch"));
            (await CommandLine.RunAsync("proof", "verify", proof, "--data", Data)).Ended(0);
            (await CommandLine.RunAsync("audit", "--data", Data)).Ended(0);
            Assert.Equal("Accepted", Assert.Single((await consumer.AccessAsync("status", declaration.Id)).Ended(0).Json<DeclarationView[]>()).Status);
            Assert.Equal("Revoked", (await provider.RevokeAsync(declaration)).Status);
            await second.StopAsync();
        }

        Directory.Delete(Path.Combine(Data, "chain"), recursive: true);
        var refused = (await CommandLine.RunAsync(Framework.Arguments(Data))).Ended(2);
        Assert.Contains("31337.json", refused.Error, StringComparison.Ordinal);
        Assert.Contains("Start with that chain, or with another --data folder", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.Error, StringComparison.Ordinal);
        Assert.Empty(Processes.Of(Data));
    }

    private static async Task<ulong> SequenceAsync(Device device, int second) =>
        Assert.Single((await device.SendAsync("restart", Payloads.Pmu("restart", Start.AddSeconds(second), $"23{second}"))).Receipts).Sequence;

    private Dictionary<string, string> Kept()
    {
        var files = Directory.GetFiles(Path.Combine(Data, "deployments")).Concat(Directory.GetFiles(Path.Combine(Data, "wallets")));
        return files.ToDictionary(file => file, File.ReadAllText);
    }
}
