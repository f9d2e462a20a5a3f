using System.Net;
using System.Net.Sockets;
using Platone.Testing;

namespace Platone.EndToEnd.Tests;

/// <summary>A start that fails half way says why in a few words and takes with it what it had started.</summary>
public sealed class FailedStartTests : IDisposable
{
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

    private async Task FailsAsync(string saying, string[] options, params (string Name, string Value)[] environment)
    {
        var failed = await CommandLine.RunAsync(Framework.Arguments(Data, options), environment.ToDictionary(pair => pair.Name, pair => pair.Value), TimeSpan.FromMinutes(1));

        Assert.Contains(saying, failed.Ended(2).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", failed.Error, StringComparison.Ordinal);
        Assert.Empty(Processes.Of(Data));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Data, "run"), "*.pid"));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Data, "run"), "*.starting"));
    }
}
