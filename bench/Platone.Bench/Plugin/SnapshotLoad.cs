using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Platone.Bench.Brokers;
using Platone.Cli.Hosting.Processes;
using Platone.Policies;

namespace Platone.Bench.Plugin;

/// <summary>
/// A snapshot of very many grants, from its first byte on the feed's socket until the broker lets a wallet in by it; and what the broker's
/// memory is then. The lines are ready beforehand: the plugin is measured and not who writes them.
/// </summary>
static class SnapshotLoad
{
    private const long StaleAfterMs = 3_600_000;
    private const int ChunkBytes = 1 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan AsksEvery = TimeSpan.FromMilliseconds(5);

    public static async Task<SnapshotFigures> MeasureAsync(string folder, int grants, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var field = new GrantField(grants);
        var text = Encoding.UTF8.GetBytes(string.Concat(FeedWriter.Lines(field.Snapshot(StaleAfterMs)).Select(line => line + "\n")));
        var path = Path.Combine(folder, "rules.sock");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();

        await using var broker = await MeasuredBroker.StartAsync(folder, Variants.Own(path), cancellationToken);
        var bare = ProcessCost.ResidentMebibytes(broker.ProcessId);
        using var connection = await listener.AcceptAsync(cancellationToken);
        var (start, cpu) = (Stopwatch.GetTimestamp(), ProcessCost.CpuNanoseconds(broker.ProcessId));
        var sending = SendAsync(connection, text, cancellationToken);
        await UntilServedAsync(broker, field, start, cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var cpuSeconds = (ProcessCost.CpuNanoseconds(broker.ProcessId) - cpu) / 1e9;
        await sending;
        return new(
            field.Grants, Math.Round(text.Length / (double)(1 << 20), 1), Math.Round(seconds, 3), Math.Round(cpuSeconds, 3), bare,
            ProcessCost.ResidentMebibytes(broker.ProcessId),
            ProcessCost.PeakResidentMebibytes(broker.ProcessId));
    }

    private static async Task SendAsync(Socket connection, byte[] text, CancellationToken cancellationToken)
    {
        for (var at = 0; at < text.Length;)
            at += await connection.SendAsync(text.AsMemory(at, Math.Min(ChunkBytes, text.Length - at)), cancellationToken);
    }

    private static async Task UntilServedAsync(MeasuredBroker broker, GrantField field, long start, CancellationToken cancellationToken)
    {
        var wallet = field.Consumers[^1];
        while (true)
        {
            try
            {
                using var client = RawClient.Connect(broker.Port, wallet.ToString(), field.Token(wallet), "probe");
                client.Subscribe([field.Topics[^1]], qos: 0);
                return;
            }
            catch (IOException) when (Stopwatch.GetElapsedTime(start) < Patience)
            {
                // Not yet: without rules nobody gets in.
                await Task.Delay(AsksEvery, cancellationToken);
            }
        }
    }
}

/// <param name="SnapshotMebibytes">Of the feed's lines.</param>
/// <param name="SecondsToServed">From the snapshot's first byte on the socket until a wallet is let in and may subscribe by it.</param>
/// <param name="CpuSecondsToServed">Of the broker meanwhile: what it would take on a machine that does nothing else.</param>
/// <param name="ResidentMebibytesBefore">Of the broker with the plugin and no rules.</param>
/// <param name="PeakResidentMebibytes">The most that the broker had.</param>
sealed record SnapshotFigures(
    int Grants, double SnapshotMebibytes, double SecondsToServed, double CpuSecondsToServed, double ResidentMebibytesBefore, double ResidentMebibytesAfter,
    double PeakResidentMebibytes)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Grants:N0} grants ({SnapshotMebibytes} MiB of lines) served after {SecondsToServed} s, {CpuSecondsToServed} s of CPU; "
        + $"the broker has {ResidentMebibytesAfter} MiB, {PeakResidentMebibytes} at most, {ResidentMebibytesBefore} before");
}
