using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Platone.Bench.Report;
using Platone.Messaging;
using Platone.Policies;

namespace Platone.Bench.Plugin;

/// <summary>
/// The same messages through brokers that differ in their access control alone, all running at once and taking turns in short rounds, so
/// that whatever else the machine does meets all of them. What is told is the broker's processor time for each delivery.
/// </summary>
static class PluginBench
{
    private const int Subscribers = 10;
    private const int LargeShare = 20;
    private const long StaleAfterMs = 15_000;

    private static readonly TimeSpan BeatsEvery = TimeSpan.FromSeconds(1);
    private static readonly byte[] Qualities = [0, 1];

    /// <param name="messages">Published in each round by each broker, and heard by ten subscribers each.</param>
    /// <param name="say">Told what is being done.</param>
    public static async Task<PluginReport> RunAsync(
        int grants, int messages, int rounds, int snapshotGrants, Action<string> say, CancellationToken cancellationToken)
    {
        using var folder = new ScratchFolder();
        var machine = MachineFacts.Read(folder.Root);
        say($"loading a snapshot of {snapshotGrants} grants");
        var snapshot = await SnapshotLoad.MeasureAsync(folder.Of("load"), snapshotGrants, cancellationToken);
        say(snapshot.ToString());

        var field = new GrantField(grants);
        await using var feed = new PolicyFeedServer(folder.Of("rules.sock"), field.Snapshot(StaleAfterMs), new(), TimeProvider.System, NullLogger.Instance);
        feed.Start();
        using var beating = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var beats = BeatAsync(feed, beating.Token);

        say("starting the brokers");
        await using var brokers = new Brokers();
        await StartAsync(brokers, folder, field, cancellationToken);

        say("warming up");
        foreach (var qos in Qualities) Measure(brokers.All, qos, field.Shuffled(qos, messages));
        var results = Qualities.ToDictionary(qos => qos, _ => new List<IReadOnlyDictionary<string, double>>());
        for (var round = 1; round <= rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Each broker comes first, second and so on as often as the others.
            ComparedBroker[] turn = [.. brokers.All.Skip(round % brokers.All.Count), .. brokers.All.Take(round % brokers.All.Count)];
            foreach (var qos in Qualities) results[qos].Add(Measure(turn, qos, field.Shuffled(qos, messages)));
            say($"round {round} of {rounds}: {Describe(results[0][^1])}");
        }

        await beating.CancelAsync();
        await beats.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return PluginReport.Of(machine, grants, messages, Subscribers, results, snapshot);
    }

    private static async Task StartAsync(Brokers brokers, ScratchFolder folder, GrantField field, CancellationToken cancellationToken)
    {
        var library = await ReferencePlugin.CompileAsync(folder.Root, cancellationToken);
        var (small, large) = (folder.Of("small.json"), folder.Of("large.json"));
        await DynamicSecurity.WriteAsync(small, field, ["data/#"], cancellationToken);
        await DynamicSecurity.WriteAsync(large, field, field.Topics, cancellationToken);
        foreach (var (name, lines, share) in new[]
        {
            (Variants.NoPlugin, Variants.None(), 1),
            (Variants.SmallDynamicSecurity, Variants.Dynamic(small), 1),
            (Variants.LargeDynamicSecurity, Variants.Dynamic(large), LargeShare),
            (Variants.InC, Variants.Reference(library, folder.Of("rules.sock")), 1),
            (Variants.Platone, Variants.Own(folder.Of("rules.sock")), 1),
        })
        {
            var own = folder.Of(string.Create(CultureInfo.InvariantCulture, $"broker-{brokers.All.Count}"));
            brokers.All.Add(await ComparedBroker.StartAsync(name, own, lines, field, Subscribers, share, cancellationToken));
        }
    }

    private static Dictionary<string, double> Measure(IEnumerable<ComparedBroker> brokers, byte qos, IReadOnlyList<string> topics) =>
        brokers.ToDictionary(broker => broker.Name, broker => broker.MeasureMicroseconds(qos, topics));

    private static async Task BeatAsync(PolicyFeedServer feed, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(BeatsEvery);
        for (var block = 2; await timer.WaitForNextTickAsync(cancellationToken); block++)
            feed.Publish(new RuleChange.Beat(new(block, DateTimeOffset.UtcNow.ToUnixTimeSeconds())));
    }

    private static string Describe(IReadOnlyDictionary<string, double> round) =>
        string.Join(", ", round.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value:F2} us")));

    private sealed class Brokers : IAsyncDisposable
    {
        public List<ComparedBroker> All { get; } = [];

        public async ValueTask DisposeAsync()
        {
            foreach (var broker in All) await broker.DisposeAsync();
        }
    }
}
