using Platone.Cryptography;
using Platone.Testing;

namespace Platone.Bench.Ingest;

/// <summary>What is measured side by side; ended in the other order than it was started.</summary>
sealed class MeasuredStores : IAsyncDisposable
{
    private readonly List<MeasuredStore> _all = [];

    public IReadOnlyList<MeasuredStore> All => _all;

    /// <param name="server">For a store in PostgreSQL.</param>
    public async Task AddAsync(
        string name, PostgresServer? server, ScratchFolder folder, IReadOnlyList<PrivateKey> providers, bool tls, CancellationToken cancellationToken)
    {
        var inServer = name == MeasuredStore.Postgres;
        var framework = await MeasuredFramework.StartAsync(folder.Of(name), inServer ? server!.NewDatabase() : name, providers, tls, cancellationToken);
        _all.Add(new(name, framework, inServer ? () => NewDatabase(server!) : () => NewFile(folder.Of("bare.db"))));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in Enumerable.Reverse(_all)) await store.Framework.DisposeAsync();
    }

    private static (string, Action) NewFile(string path) => (path, () =>
    {
        foreach (var file in new[] { path, path + "-wal", path + "-shm" }) File.Delete(file);
    });

    private static (string, Action) NewDatabase(PostgresServer server)
    {
        var database = server.NewDatabase();
        return (database, () => server.Drop(database));
    }
}
