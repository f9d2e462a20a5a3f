using Platone.Testing;

namespace Platone.EndToEnd.Tests;

/// <summary>The built-in scenario, played once as a newcomer plays it; what it left is for the tests to look at.</summary>
public sealed class PlayedVillage : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private CommandResult? _run;

    internal string Data => _folder.File("data");

    internal CommandResult Run => _run ?? throw new InvalidOperationException("It was not played.");

    /// <summary>What was there right after the run, before tests start commands of their own on its data.</summary>
    internal IReadOnlyList<string> LeftBehind { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        _run = await CommandLine.RunAsync(
            "up", "--data", Data, "--http", "0", "--identity", "0", "--mqtt", "0", "--chain-port", "0", "--once", "--speed", "max");
        LeftBehind =
        [
            .. Processes.Of(Data).Select(process => process.ToString()),
            .. Directory.EnumerateFileSystemEntries(Path.Combine(Data, "run")).Select(path => Path.GetFileName(path)).Where(name => name != "lock"),
        ];
    }

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
