using System.Globalization;
using Platone.Bench.Report;

namespace Platone.Bench.Ingest;

/// <summary>
/// Sends the same messages to the framework, to a bare subscriber and, as the rows that became of them, into a bare database. The
/// three take turns in every round, so that whatever else the machine does meets all of them.
/// </summary>
static class IngestBench
{
    private const int Providers = 4;
    private const int DevicesPerProvider = 25;

    /// <summary>Enough for the runtimes to have compiled what is called often.</summary>
    private const int WarmUpMessages = 3_000;

    /// <param name="say">Told what is being done.</param>
    public static async Task<IngestReport> RunAsync(int readings, int rounds, Action<string> say, CancellationToken cancellationToken)
    {
        using var folder = new ScratchFolder();
        var machine = MachineFacts.Read(folder.Root);
        var fleet = new PmuFleet(Providers, DevicesPerProvider);
        var messages = (readings + PmuFleet.ReadingsPerMessage - 1) / PmuFleet.ReadingsPerMessage;

        say("starting the framework");
        await using var framework = await MeasuredFramework.StartAsync(folder.Of("framework"), fleet.Wallets, cancellationToken);
        say("starting a bare broker");
        await using var bare = await BareSubscriber.StartAsync(folder.Of("bare"), fleet.Wallets, cancellationToken);

        say("warming up");
        await MeasureAsync(fleet.Next(WarmUpMessages), framework, bare, folder, cancellationToken);

        var results = new List<IngestRound>();
        for (var round = 1; round <= rounds; round++)
        {
            results.Add(await MeasureAsync(fleet.Next(messages), framework, bare, folder, cancellationToken));
            say(string.Create(CultureInfo.InvariantCulture, $"round {round} of {rounds}: {results[^1]}"));
        }

        return IngestReport.Of(machine, messages, results);
    }

    private static async Task<IngestRound> MeasureAsync(
        FleetMessages messages, MeasuredFramework framework, BareSubscriber bare, ScratchFolder folder, CancellationToken cancellationToken)
    {
        var certified = await framework.MeasureAsync(messages, cancellationToken);
        var subscribed = await bare.MeasureAsync(messages, cancellationToken);
        var inserted = await BareInsert.MeasureAsync(folder.Of("bare.db"), framework.NewRows(), cancellationToken);
        return new(certified, subscribed, inserted);
    }
}
