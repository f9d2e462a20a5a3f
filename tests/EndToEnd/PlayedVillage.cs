using Platone.Testing;

namespace Platone.EndToEnd.Tests;

/// <summary>The built-in scenario, played once as a newcomer plays it; what it left is for the tests to look at.</summary>
public sealed class PlayedVillage : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private CommandResult? _run;

    internal string Data => _folder.File("data");

    internal CommandResult Run => _run ?? throw new InvalidOperationException("It was not played.");

    public async ValueTask InitializeAsync() =>
        _run = await CommandLine.RunAsync("up", "--data", Data, "--http", "0", "--mqtt", "0", "--chain-port", "0", "--once", "--speed", "max");

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

[CollectionDefinition(Name)]
public sealed class VillageCollection : ICollectionFixture<PlayedVillage>
{
    public const string Name = "the played village";
}
