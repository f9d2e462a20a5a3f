using Platone.Testing;

namespace Platone.EndToEnd.Tests;

public sealed class EmbeddedBrokerTests
{
    /// <summary>Neither of Mosquitto's programs can be found, so nothing of it can have been used.</summary>
    private static readonly Dictionary<string, string> NoMosquitto = new()
    {
        ["PLATONE_MOSQUITTO"] = "/nowhere/mosquitto",
        ["PLATONE_PLUGIN"] = "/nowhere/platone_mosquitto.so",
    };

    [Fact]
    public async Task The_built_in_scenario_holds_all_its_checks_without_Mosquitto()
    {
        using var folder = new TemporaryFolder();
        var data = folder.File("data");
        var run = await CommandLine.RunAsync(
            [
                "up", "--data", data, "--http", "0", "--identity", "0", "--mqtt", "0", "--chain-port", "0", "--broker", "embedded",
                "--scenario", "village", "--once", "--speed", "max",
            ],
            NoMosquitto, TimeSpan.FromMinutes(2));

        Assert.Matches("^all [1-9][0-9]* checks held$", run.Ended(0).Lines()[^1]);
        Assert.Empty(Processes.Of(data));
        Assert.False(Directory.Exists(Path.Combine(data, "broker")), "there are files of Mosquitto");
    }

    [Fact]
    public async Task After_a_restart_a_device_repeats_what_it_had_a_receipt_for_and_gets_the_same()
    {
        using var folder = new TemporaryFolder();
        var data = folder.File("data");
        var payload = Payloads.LightNode("ln-1", 1, new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero), "1.5");
        Party? provider = null;
        var receipts = new List<string>();
        for (var run = 1; run <= 2; run++)
        {
            await using var framework = await Framework.StartAsync(data, "--broker", "embedded");
            provider ??= await Party.CreateProviderAsync(data);
            await using (var device = await Device.ConnectAsync(provider, "devices"))
                receipts.Add(Assert.Single((await device.SendAsync("ln-1", payload)).Receipts).Leaf);
            await framework.StopAsync();
        }

        Assert.Single(receipts.Distinct());
    }
}
