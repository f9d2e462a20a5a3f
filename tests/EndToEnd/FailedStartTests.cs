using System.Net;
using System.Net.Sockets;
using Platone.Testing;

namespace Platone.EndToEnd.Tests;

/// <summary>A start that fails half way says why in a few words and takes with it what it had started.</summary>
public sealed class FailedStartTests : IDisposable
{
    private const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--chain-port")]
    [InlineData("--mqtt")]
    [InlineData("--http")]
    public async Task A_port_that_is_taken(string option)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await FailsAsync($"{option}: port {port} is in use", [option, $"{port}"]);
    }

    /// <summary>Both are free when they are chosen: the broker has the port before the access layer, inside its own start, asks for it.</summary>
    [Fact]
    public async Task A_port_that_is_taken_after_it_was_chosen()
    {
        var port = FreePort();

        await FailsInOneLineAsync(
            $"Failed to bind to address http://127.0.0.1:{port}: address already in use.", "--broker", "embedded", "--mqtt", $"{port}", "--http", $"{port}");
    }

    [Theory]
    [InlineData("mosquitto")]
    [InlineData("embedded")]
    public async Task Something_else_in_the_place_of_the_rules_socket(string broker)
    {
        var place = Path.Combine(Data, "run", "rules.sock");
        Directory.CreateDirectory(place);
        File.SetUnixFileMode(Data, OwnersAlone);

        await FailsInOneLineAsync($"Access to the path '{place}' is denied.", "--broker", broker);

        Assert.True(Directory.Exists(place), "what was not made here was removed");
    }

    [Theory]
    [InlineData("0badc0de")]
    [InlineData("no key")]
    [InlineData("")]
    public async Task A_broker_key_that_is_none(string text)
    {
        var file = Path.Combine(Data, "wallets", "broker-token.secret");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.SetUnixFileMode(Data, OwnersAlone);
        await File.WriteAllTextAsync(file, text);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        await FailsInOneLineAsync($"{file}: found no broker key, expected 32 bytes of hexadecimal.", "--broker", "embedded");
    }

    [Fact]
    public Task A_plugin_that_is_not_there() => FailsAsync("PLATONE_PLUGIN: there is no file", [], ("PLATONE_PLUGIN", _folder.File("none.so")));

    [Fact]
    public async Task A_broker_that_refuses_its_configuration()
    {
        var plugin = _folder.File("plugin.so");
        await File.WriteAllTextAsync(plugin, "no library");

        await FailsAsync("mosquitto ended with code", [], ("PLATONE_PLUGIN", plugin));

        // What failed leaves nothing that keeps the next from starting.
        await using var next = await Framework.StartAsync(Data);
        await next.StopAsync();
    }

    /// <summary>What is being done is told while it goes well; then comes one line that says why it does not.</summary>
    private async Task FailsInOneLineAsync(string saying, params string[] options)
    {
        var lines = (await FailsAsync(saying, options)).Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(saying, lines[^1]);
        Assert.All(lines[..^1], line => Assert.Matches("^(store|chain|contracts|broker|access layer)", line));
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task<CommandResult> FailsAsync(string saying, string[] options, params (string Name, string Value)[] environment)
    {
        var failed = await CommandLine.RunAsync(
            Framework.Arguments(Data, options), environment.ToDictionary(pair => pair.Name, pair => pair.Value), TimeSpan.FromMinutes(1));

        Assert.Contains(saying, failed.Ended(2).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", failed.Error, StringComparison.Ordinal);
        Assert.Empty(Processes.Of(Data));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Data, "run"), "*.pid"));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Data, "run"), "*.starting"));
        return failed;
    }
}
