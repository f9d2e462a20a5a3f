using System.Diagnostics;
using Platone.Cryptography;
using Platone.Storage;
using Platone.Storage.Audit;

namespace Platone.Bench.Audit;

/// <summary>One audit of a store whose batches are believed to be on the chain as they are.</summary>
/// <param name="ColdReadingsPerSecond">The first time through, while the code is still being compiled.</param>
sealed record AuditRound(double ReadingsPerSecond, double ColdReadingsPerSecond, double ProcessorMicros, double PeakMegabytes, double RowsPerSecond)
{
    public static async Task<AuditRound> RunAsync(string path, CancellationToken cancellationToken)
    {
        using var store = Database.OpenReadOnly(path);
        var batches = new BatchStore(store);
        Task<Hash256> RecordOfAsync(Address certifier, ulong number) => Task.FromResult(batches.Find(number)?.Record.Hash() ?? Hash256.Zero);
        var certifier = batches.Last()!.Value.Certifier;
        // A long audit's code is compiled in its first seconds: the first time through is told by itself.
        var cold = Stopwatch.GetTimestamp();
        var subject = new AuditSubject(path, Address.Zero, certifier, AuditScope.Everything);
        using (var first = AuditState.Open(path + ".audit", subject, fresh: true))
        {
            await new StoreAudit(store, RecordOfAsync, TimeProvider.System).RunAsync(
                certifier, AuditScope.Everything, first, progress: null, cancellationToken);
        }

        var coldElapsed = Stopwatch.GetElapsedTime(cold);
        using var self = Process.GetCurrentProcess();
        var (start, processor) = (Stopwatch.GetTimestamp(), self.TotalProcessorTime);
        using var state = AuditState.Open(path + ".audit", subject, fresh: true);
        var report = await new StoreAudit(store, RecordOfAsync, TimeProvider.System).RunAsync(
            certifier, AuditScope.Everything, state, progress: null, cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(start);
        self.Refresh();
        var used = self.TotalProcessorTime - processor;
        var peak = self.PeakWorkingSet64 / 1e6;
        if (report.Found > 0) throw new InvalidDataException($"A store that was just made has findings: {state.Findings().First()}");

        return new(
            report.Certified / elapsed.TotalSeconds, report.Certified / coldElapsed.TotalSeconds, used.TotalMicroseconds / report.Certified,
            Math.Round(peak), report.Certified / ReadRows(store).TotalSeconds);
    }

    private static TimeSpan ReadRows(Database store)
    {
        var start = Stopwatch.GetTimestamp();
        using var connection = store.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT * FROM reading WHERE batch BETWEEN 1 AND 1000000000 ORDER BY batch, position";
        using var row = command.ExecuteReader();
        var values = new object[row.FieldCount];
        while (row.Read()) row.GetValues(values);
        return Stopwatch.GetElapsedTime(start);
    }
}
