using System.Diagnostics;
using System.Text.Json;
using Platone.Bench.Certify;
using Platone.Bench.Ingest;
using Platone.Bench.Report;
using Platone.Certification;
using Platone.Contracts.Sending;
using Platone.Cryptography;
using Platone.Readings;
using Platone.Storage;

namespace Platone.Bench.Audit;

/// <summary>Audits a SQLite store of PMU readings, each round in a process of its own, so that its memory is the audit's.</summary>
static class AuditBench
{
    private const int BatchSize = 4096;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <param name="say">Told what is being done.</param>
    public static async Task<AuditReport> RunAsync(int readings, int rounds, Action<string> say, CancellationToken cancellationToken)
    {
        using var folder = new ScratchFolder();
        var machine = MachineFacts.Read(folder.Root);
        var path = folder.Of("platone.db");
        say($"making a store of {readings} readings");
        await MakeAsync(path, readings, cancellationToken);

        say("auditing");
        var results = new List<AuditRound>();
        for (var round = 0; round < rounds; round++) results.Add(await MeasureAsync(path, cancellationToken));
        return AuditReport.Of(machine, readings, results, HashesPerSecond());
    }

    private static async Task MakeAsync(string path, int readings, CancellationToken cancellationToken)
    {
        using var store = Database.Open(path);
        var (accepted, batches, fleet) = (new ReadingStore(store), new BatchStore(store), new PmuFleet(4, 25));
        var now = TimeProvider.System.GetUtcNow();
        for (var done = 0; done < readings;)
        {
            var count = Math.Min(BatchSize, readings - done);
            var messages = fleet.Next((count + PmuFleet.ReadingsPerMessage - 1) / PmuFleet.ReadingsPerMessage);
            await accepted.AcceptAsync(
                [.. messages.ByProvider.SelectMany((own, provider) => own.Select(message => new IncomingMessage(
                    fleet.Wallets[provider].Address, message.Device, message.Payload, PayloadDecoder.Decode(message.Payload, DecodeLimits.Default),
                    now.ToUnixTimeMilliseconds() * 1000, now.AddHours(1).ToUnixTimeSeconds())))],
                cancellationToken);
            done += count;
            await CloseAsync(batches, now, cancellationToken);
        }
    }

    private static async Task CloseAsync(BatchStore batches, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var waiting = batches.Uncertified(ClosedBatch.MaxCount);
        var records = StoredReading.ToRecords([.. waiting.Select(item => item.Reading)]);
        var placed = waiting.Select(item => new PlacedReading(item.Reading.Id, item.Reading.TimeMicros)).ToArray();
        records.AsSpan().Sort(placed.AsSpan(), CertifiedRecord.CompareByPosition);
        var last = batches.Last();
        var batch = ClosedBatch.Close(
            records, last?.Hash() ?? Hash256.Zero, Address.Zero, (last?.Number ?? 0) + 1, waiting.Min(item => item.Reading.TimeMicros),
            waiting.Max(item => item.Reading.TimeMicros),
            now.ToUnixTimeMilliseconds() * 1000, BatchFlags.None);
        await batches.CloseAsync(batch, placed, new NewCall(Address.Zero, "certify", Address.Zero, [1], 21_000), cancellationToken);
    }

    private static async Task<AuditRound> MeasureAsync(string path, CancellationToken cancellationToken)
    {
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", [typeof(AuditBench).Assembly.Location, "audit", "--store", path]) { RedirectStandardOutput = true })
            ?? throw new IOException("dotnet did not start.");
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<AuditRound>(output, Json)!
            : throw new IOException($"The auditing process ended with {process.ExitCode}.");
    }

    private static double HashesPerSecond()
    {
        var sample = new BatchSample(BatchSize);
        sample.HashAlone();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < 10; i++) sample.HashAlone();
        return 10 * BatchSize / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
