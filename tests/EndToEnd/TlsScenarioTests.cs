using Platone.Testing;

namespace Platone.EndToEnd.Tests;

public sealed class TlsScenarioTests
{
    [Theory]
    [InlineData("mosquitto")]
    [InlineData("embedded")]
    public async Task The_built_in_scenario_holds_all_its_checks_over_TLS(string broker)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PLATONE_LONG") == "1", "long: set PLATONE_LONG=1 (npm run test:long)");
        using var folder = new TemporaryFolder();
        var run = await CommandLine.RunAsync(
            "up", "--data", folder.File("data"), "--http", "0", "--mqtt", "0", "--chain-port", "0", "--broker", broker, "--tls", "--once", "--speed", "max");

        Assert.Matches("^all [1-9][0-9]* checks held$", run.Ended(0).Lines()[^1]);
    }
}
