using Platone.Bench.Ingest;
using Platone.Testing;

namespace Platone.Bench.Certify;

/// <param name="Bare">As many rows into a bare store of the kind.</param>
sealed record StoreSpeed(string Store, double CloseReadingsPerSecond, BareResult Bare);

/// <summary>Closes batches in each kind of store, in turns, beside bare inserts of the same rows.</summary>
static class StoreSpeeds
{
    public static async Task<IReadOnlyList<StoreSpeed>> MeasureAsync(ScratchFolder folder, int rounds, CancellationToken cancellationToken)
    {
        using var server = PostgresServer.IsInstalled ? new PostgresServer(folder.Root + "-pg") : null;
        using var sqlite = await StoreSample.FillAsync(MeasuredStore.Sqlite, folder.Of("closing.db"), rounds, cancellationToken);
        using var postgres = server is null ? null : await StoreSample.FillAsync(MeasuredStore.Postgres, server.NewDatabase(), rounds, cancellationToken);

        var speeds = new List<StoreSpeed>();
        for (var round = 0; round < rounds; round++)
        {
            var file = folder.Of($"bare-{round}.db");
            speeds.Add(new(sqlite.Name, await sqlite.CloseAsync(cancellationToken), await BareInsert.MeasureAsync(file, sqlite.Rows(), cancellationToken)));
            if (postgres is null) continue;
            speeds.Add(new(
                postgres.Name, await postgres.CloseAsync(cancellationToken),
                await BareInsert.MeasureAsync(server!.NewDatabase(), postgres.Rows(), cancellationToken)));
        }

        return speeds;
    }
}
