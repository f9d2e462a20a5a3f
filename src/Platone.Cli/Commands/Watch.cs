using Platone.Cryptography;
using Platone.Readings;
using Platone.Storage;
using Platone.Storage.Audit;

namespace Platone.Cli.Commands;

/// <summary>What a watcher does: each number once, in order, and what it signed before again and again.</summary>
/// <param name="tell">Told every alarm.</param>
sealed class Watch(Func<Address, ulong, Task<Hash256>> recordOnChain, Database? store, HeadFile file, Address certifier, TimeProvider time, Action<string> tell)
{
    /// <summary>A certifier's clock may be so far ahead of the watcher's.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(2);

    private HeadLine? _signed;

    private long _closed;

    public ulong Last { get; private set; }

    public long CoSigned { get; private set; }

    public long Alarms { get; private set; }

    /// <summary>Holds every head that was co-signed before against chain and store.</summary>
    public async Task CheckEarlierAsync(CancellationToken cancellationToken)
    {
        foreach (var line in file.Read().ToList())
        {
            cancellationToken.ThrowIfCancellationRequested();
            Last = Math.Max(Last, line.Number);
            if (line.Kind != HeadLine.Head) continue;

            if (await ContradictionAsync(line) is { } reason) Raise(line.Number, Hash256.Parse(line.Record), reason);
            else _signed = line;
        }
    }

    /// <summary>Goes on to the chain's head.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        // The newest one commits to all before: nothing of them can be changed without it.
        if (_signed is { } signed && await ContradictionAsync(signed) is { } broken)
        {
            Raise(signed.Number, Hash256.Parse(signed.Record), broken);
            _signed = null;
        }

        while (await recordOnChain(certifier, Last + 1) is { IsZero: false } record)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (seen, faults) = await CheckAsync(Last + 1, record, cancellationToken);
            Last++;
            foreach (var fault in faults) Raise(Last, record, fault);
            if (faults.Count > 0) continue;

            _signed = file.Sign(Last, record, seen, Now());
            file.Add(_signed);
            CoSigned++;
        }
    }

    private async Task<(string Seen, IReadOnlyList<string> Faults)> CheckAsync(ulong number, Hash256 record, CancellationToken cancellationToken)
    {
        if (store is null || new BatchStore(store).Find(number) is not { Leaves.Count: > 0 } batch) return ("head only", []);

        using var state = AuditState.Temporary();
        await new StoreAudit(store, (whose, asked) => asked == number ? Task.FromResult(record) : recordOnChain(whose, asked), time)
            .RunAsync(certifier, new(number, number), state, progress: null, cancellationToken);
        List<string> faults =
        [
            .. state.Findings().Take(100).Select(
                finding => $"{finding.Kind}: {finding.Detail}{(finding.Reading is { } reading ? $" (reading {reading})" : "")}"),
        ];
        var ahead = (time.GetUtcNow() + ClockTolerance).ToUnixTimeMilliseconds() * 1000;
        if (batch.Record.Closed > ahead) faults.Add($"it says that it closed at {IsoTime.Format(batch.Record.Closed)}, which is yet to come");
        if (batch.Record.Closed < _closed) faults.Add($"it says that it closed at {IsoTime.Format(batch.Record.Closed)}, before the batch before it");
        if (batch.Record.From > batch.Record.To) faults.Add("its times end before they begin");
        _closed = Math.Max(_closed, batch.Record.Closed);
        return ("readings", faults);
    }

    private async Task<string?> ContradictionAsync(HeadLine line)
    {
        if (await recordOnChain(certifier, line.Number) is var now && now.ToString() != line.Record)
            return $"EQUIVOCATION: co-signed as {line.Record} at {line.Time}, the chain now has {(now.IsZero ? "nothing" : now)}";
        if (line.Seen == "readings" && store is not null && new BatchStore(store).Find(line.Number) is { } batch
            && batch.Record.Hash().ToString() != line.Record)
            return $"EQUIVOCATION: co-signed as {line.Record} at {line.Time}, the store now has {batch.Record.Hash()}";

        return null;
    }

    private void Raise(ulong number, Hash256 record, string alarm)
    {
        Alarms++;
        tell($"ALARM: batch {number} of {certifier}: {alarm}");
        file.Add(file.Alarm(number, record, alarm, Now()));
    }

    private string Now() => IsoTime.Format(time.GetUtcNow().ToUnixTimeMilliseconds() * 1000);
}
