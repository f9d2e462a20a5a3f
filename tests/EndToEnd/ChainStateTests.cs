using Platone.Testing;

namespace Platone.EndToEnd.Tests;

/// <summary>What becomes of the embedded chain when its state file was cut off in the middle or lost.</summary>
public sealed class ChainStateTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 8, 15, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    private string Kept => Path.Combine(Data, "chain", "anvil.json");

    private string AtEnd => Path.Combine(Data, "chain", "anvil-at-end.json");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_chain_that_is_lost_before_anything_stands_on_it_is_begun_anew(bool torn)
    {
        await using (var first = await Framework.StartAsync(Data))
        {
            // Its role is lost with the chain; nothing else depends on it.
            await Party.CreateProviderAsync(Data);
            await first.StopAsync();
        }

        if (torn) Tear(Kept, Kept);
        else File.Delete(Kept);

        await using var next = await Framework.StartAsync(Data);
        Assert.Contains("they are deployed again", next.Error, StringComparison.Ordinal);
        Assert.Equal(torn, Directory.EnumerateFiles(Path.Combine(Data, "chain"), "anvil.json.torn-*").Any());
        await using (var device = await Device.ConnectAsync(await Party.CreateProviderAsync(Data), "devices"))
            await device.SendAsync("anew", Payloads.Pmu("anew", Start, "230"));

        await next.AllCertifiedAsync();
        (await CommandLine.RunAsync("audit", "--data", Data)).Ended(0);
        await next.StopAsync();
    }

    [Fact]
    public async Task A_state_that_was_torn_while_it_was_written_is_put_aside_and_the_one_before_is_used()
    {
        await using (var first = await Framework.StartAsync(Data))
        {
            await using (var device = await Device.ConnectAsync(await Party.CreateProviderAsync(Data), "devices"))
                await device.SendAsync("torn", Payloads.Pmu("torn", Start, "230"));

            await first.AllCertifiedAsync();
            await first.StopAsync();
        }

        Assert.False(File.Exists(AtEnd), "what was written at the end is adopted at the end");
        Tear(Kept, AtEnd);
        (await CommandLine.RunAsync("audit", "--data", Data)).Ended(0);

        await using (var next = await Framework.StartAsync(Data))
        {
            Assert.Contains("is torn and was put aside", next.Error, StringComparison.Ordinal);
            Assert.Single(Directory.EnumerateFiles(Path.Combine(Data, "chain"), "anvil-at-end.json.torn-*"));
            (await CommandLine.RunAsync("audit", "--data", Data)).Ended(0);
            await next.StopAsync();
        }

        // Certified readings cannot be had again from a chain that is begun anew.
        Tear(Kept, Kept);
        var refused = (await CommandLine.RunAsync(Framework.Arguments(Data))).Ended(2);
        Assert.Contains("Start with that chain, or with another --data folder", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.Error, StringComparison.Ordinal);
        Assert.Empty(Processes.Of(Data));
    }

    /// <summary>The first half of a file, as a process leaves it that was killed while it wrote.</summary>
    private static void Tear(string file, string torn)
    {
        var whole = File.ReadAllBytes(file);
        File.WriteAllBytes(torn, whole[..(whole.Length / 2)]);
    }
}
