using System.Diagnostics;
using System.Globalization;
using Platone.Bench.Brokers;
using Platone.Cryptography;

namespace Platone.Bench.Revocations;

/// <summary>
/// The operator's side: publishes on a few topics at a steady pace, as the access layer does with what it took in. Half of the topics are those whose
/// grants will be revoked, the others stay granted.
/// </summary>
/// <param name="pace">Between two messages on a topic whose grants are revoked.</param>
sealed class Load(Address provider, RawClient publisher, TimeSpan pace)
{
    public const int Groups = 10;

    /// <summary>Topics that stay get fewer messages: they are there to show that nothing is lost.</summary>
    private const int TicksForKept = 5;

    private long _tick;

    public long PublishedRevocable => _tick;

    public long PublishedKept => (_tick + TicksForKept - 1) / TicksForKept;

    public static string Revocable(Address provider, int group) => string.Create(CultureInfo.InvariantCulture, $"data/{provider}/pmu-{group}/raw");

    public static string Kept(Address provider, int group) => string.Create(CultureInfo.InvariantCulture, $"data/{provider}/meter-{group}/raw");

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var answers = publisher.ListenAsync((_, _) => { }, cancellationToken);
        using var timer = new PeriodicTimer(pace);
        while (!answers.IsCompleted && await timer.WaitForNextTickAsync(cancellationToken)) PublishTick();
        await answers;
    }

    private void PublishTick()
    {
        for (var group = 0; group < Groups; group++)
        {
            Publish(Revocable(provider, group), _tick, group);
            if (_tick % TicksForKept == 0) Publish(Kept(provider, group), _tick / TicksForKept, Groups + group);
        }

        _tick++;
    }

    private void Publish(string topic, long number, int identifier) =>
        publisher.Send(RawClient.PublishPacket(topic, new LoadMessage(number, Stopwatch.GetTimestamp()).Encode(), (ushort)(identifier + 1)));
}
