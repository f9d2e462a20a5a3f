using System.Globalization;
using Platone.Bench.Report;
using Platone.Testing;

namespace Platone.Bench.Ingest;

/// <summary>
/// Sends the same messages to the framework over each kind of store, to a bare subscriber and, as the rows that became of them, into bare
/// databases. They take turns in every round, so that whatever else the machine does meets all of them.
/// </summary>
static class IngestBench
{
    private const int Providers = 4;
    private const int DevicesPerProvider = 25;

    /// <summary>Enough for the runtimes to have compiled what is called often.</summary>
    private const int WarmUpMessages = 3_000;

    /// <param name="stores">Of <see cref="MeasuredStore"/>.</param>
    /// <param name="bare">Whether the bare ones are measured too.</param>
    /// <param name="tls">Whether the framework speaks MQTTS.</param>
    /// <param name="say">Told what is being done.</param>
    public static async Task<IngestReport> RunAsync(
        int readings, int rounds, IReadOnlyList<string> stores, bool bare, bool tls, Action<string> say, CancellationToken cancellationToken)
    {
        using var folder = new ScratchFolder();
        var machine = MachineFacts.Read(folder.Root);
        var fleet = new PmuFleet(Providers, DevicesPerProvider);
        var messages = (readings + PmuFleet.ReadingsPerMessage - 1) / PmuFleet.ReadingsPerMessage;

        using var server = stores.Contains(MeasuredStore.Postgres) ? new PostgresServer(folder.Root + "-pg") : null;
        await using var measured = new MeasuredStores();
        foreach (var store in stores)
        {
            say($"starting the framework with its store in {store}");
            await measured.AddAsync(store, server, folder, fleet.Wallets, tls, cancellationToken);
        }

        say("starting a bare broker");
        await using var subscriber = bare ? await BareSubscriber.StartAsync(folder.Of("bare"), fleet.Wallets, cancellationToken) : null;

        say("warming up");
        await MeasureAsync(fleet.Next(WarmUpMessages), measured, subscriber, cancellationToken);

        var results = new List<IngestRound>();
        for (var round = 1; round <= rounds; round++)
        {
            results.Add(await MeasureAsync(fleet.Next(messages), measured, subscriber, cancellationToken));
            say(string.Create(CultureInfo.InvariantCulture, $"round {round} of {rounds}: {results[^1]}"));
        }

        return IngestReport.Of(machine, messages, results);
    }

    private static async Task<IngestRound> MeasureAsync(
        FleetMessages messages, MeasuredStores stores, BareSubscriber? subscriber, CancellationToken cancellationToken)
    {
        var results = new List<StoreResult>();
        foreach (var store in stores.All)
        {
            var framework = await store.Framework.MeasureAsync(messages, cancellationToken);
            results.Add(new(store.Name, framework, subscriber is null ? null : await store.InsertBareAsync(cancellationToken)));
        }

        return new(results, subscriber is null ? null : await subscriber.MeasureAsync(messages, cancellationToken));
    }
}
