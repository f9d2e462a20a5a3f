using Platone.Testing;

namespace Platone.EndToEnd.Tests;

public sealed class KillTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 7, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_receipted_before_a_kill_is_certified_after_the_next_start()
    {
        Party provider;
        int[] children;
        await using (var killed = await Framework.StartAsync(Data))
        {
            provider = await Party.CreateProviderAsync(Data);
            children = [killed.ChildOf("anvil"), killed.ChildOf("mosquitto")];
            await using var device = await Device.ConnectAsync(provider, "devices");
            for (var i = 1; i <= 20; i++) await device.SendAsync("kill", Payloads.Pmu("kill", Start.AddSeconds(i), $"{i}", $"{i}.5"));
            await killed.KillAsync();
            Assert.All(children, pid => Assert.True(Processes.IsRunning(pid), "the children outlive a kill of their parent"));

            await using var next = await Framework.StartAsync(Data);
            Assert.All(children, pid => Assert.False(Processes.IsRunning(pid), "the next start ends what the killed one left"));
            Assert.NotEqual(children, [next.ChildOf("anvil"), next.ChildOf("mosquitto")]);

            await using var again = await Device.ConnectAsync(provider, "devices");
            await again.SendAsync("kill", Payloads.Pmu("kill", Start.AddSeconds(21), "21"));
            await next.AllCertifiedAsync();
            Assert.Equal(41, Database.Number(next.Store, "SELECT count(*) FROM readings WHERE stream LIKE '%/kill/%'"));
            (await CommandLine.RunAsync("audit", "--data", Data)).Ended(0);
            await next.StopAsync();
        }
    }

    [Theory]
    [InlineData(Processes.SigInt)]
    [InlineData(Processes.SigTerm)]
    public async Task A_signal_in_the_middle_of_a_scenario_ends_it_in_order_and_is_no_yes(int signal)
    {
        await using var framework = await Framework.StartAsync(Data, "--scenario", "village", "--speed", "1", "--once");

        await framework.StopAsync(signal, expected: 130);
    }

    [Theory]
    [InlineData("mosquitto")]
    [InlineData("anvil")]
    public async Task A_child_that_dies_ends_the_framework_with_a_message_that_names_it(string child)
    {
        await using var framework = await Framework.StartAsync(Data);

        Processes.Send(framework.ChildOf(child), Processes.SigKill);

        Assert.Equal(1, await framework.EndedAsync());
        Assert.Contains($"Platone failed: {child} ended", framework.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", framework.Error, StringComparison.Ordinal);
        Assert.Empty(Processes.Of(Data));
    }
}
