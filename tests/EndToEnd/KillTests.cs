using System.Diagnostics;
using System.Globalization;
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
    public async Task A_child_that_dies_is_started_again_on_its_port_and_everything_goes_on(string child)
    {
        await using var framework = await Framework.StartAsync(Data);
        var provider = await Party.CreateProviderAsync(Data);
        await using (var before = await Device.ConnectAsync(provider, "before")) await before.SendAsync("child", Payloads.Pmu("child", Start, "230"));
        await framework.AllCertifiedAsync();

        await framework.KillChildAsync(child);

        Assert.Contains($"{child} ended and is started again", framework.Error, StringComparison.Ordinal);
        await using var after = await Device.ConnectAsync(provider, "after");
        await after.SendAsync("child", Payloads.Pmu("child", Start.AddSeconds(1), "231"));
        await framework.AllCertifiedAsync();
        (await CommandLine.RunAsync("audit", "--data", Data)).Ended(0);
        await framework.StopAsync();
    }

    [Fact]
    public async Task A_child_that_dies_again_and_again_ends_the_framework_with_a_message_that_names_it()
    {
        await using var framework = await Framework.StartAsync(Data);

        for (var i = 1; i < 5; i++) await framework.KillChildAsync("mosquitto");
        Processes.Send(framework.ChildOf("mosquitto"), Processes.SigKill);

        Assert.Equal(1, await framework.EndedAsync());
        Assert.Contains("Platone failed: mosquitto ended 5 times within 60 s", framework.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", framework.Error, StringComparison.Ordinal);
        Assert.Empty(Processes.Of(Data));
    }

    [Fact]
    public async Task A_child_whose_pid_a_killed_start_had_not_recorded_yet_is_ended_by_the_next()
    {
        await using var killed = await Framework.StartAsync(Data);
        int[] children = [killed.ChildOf("anvil"), killed.ChildOf("mosquitto")];
        await killed.KillAsync();
        // As it stands between the start of a process and the recording of its pid.
        foreach (var (pid, name) in Processes.Of(Data))
        {
            File.Delete(Path.Combine(Data, "run", $"{name}.pid"));
            await File.WriteAllBytesAsync(Path.Combine(Data, "run", $"{name}.starting"), await File.ReadAllBytesAsync($"/proc/{pid}/cmdline"));
        }

        // On the same ports: what is left must be gone before they are looked at.
        await using var next = await Framework.StartAsync(Data, Framework.PortsOf(killed.Endpoints));

        Assert.All(children, pid => Assert.False(Processes.IsRunning(pid), "the next start ends what the killed one left"));
        await next.StopAsync();
    }

    [Fact]
    public async Task A_reading_command_that_was_killed_leaves_a_node_that_the_next_start_ends_and_no_others()
    {
        await using (var played = await Framework.StartAsync(Data)) await played.StopAsync();
        // It waits for its file until somebody writes it.
        using var pipe = Process.Start("mkfifo", _folder.File("proof.json"));
        await pipe.WaitForExitAsync();
        using var killed = CommandLine.Start(["audit", "--data", Data, "--proofs", _folder.File("proof.json")]);
        using var alive = CommandLine.Start(["audit", "--data", Data, "--proofs", _folder.File("proof.json")]);
        var (orphan, served) = (await NodeOfAsync(killed), await NodeOfAsync(alive));

        Processes.Send(killed.Id, Processes.SigKill);
        await killed.WaitForExitAsync();
        await using var next = await Framework.StartAsync(Data);

        Assert.False(Processes.IsRunning(orphan), "the next start ends what the killed command left");
        Assert.True(Processes.IsRunning(served), "the next start leaves a running command its node");
        await File.WriteAllTextAsync(_folder.File("proof.json"), "{}");
        await alive.WaitForExitAsync();
        Assert.Equal(1, alive.ExitCode);
        Assert.False(Processes.IsRunning(served), "a command ends its node itself");
        await next.StopAsync();
    }

    private async Task<int> NodeOfAsync(Process command)
    {
        var record = Path.Combine(Data, "run", $"anvil-for-{command.Id}.pid");
        await Eventually.TrueAsync(() => File.Exists(record), () => $"{record} was never there");
        return int.Parse((await File.ReadAllTextAsync(record)).Split(' ')[0], CultureInfo.InvariantCulture);
    }
}
