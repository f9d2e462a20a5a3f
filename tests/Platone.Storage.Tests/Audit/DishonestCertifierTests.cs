using Microsoft.Extensions.Time.Testing;
using Platone.Certification;
using Platone.Cryptography;
using Platone.Storage.Audit;

namespace Platone.Storage.Tests.Audit;

/// <summary>A certifier that puts on the chain what it should not: every root leads to the rows, and the batch is wrong all the same.</summary>
public sealed class DishonestCertifierTests : IDisposable
{
    private readonly SqliteStore _store = new();
    private readonly Dictionary<ulong, Hash256> _chain = [];

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task An_honest_batch_has_no_finding()
    {
        await CloseAsync();

        Assert.Empty(await AuditAsync());
    }

    [Fact]
    public Task Records_that_are_not_sorted() => AssertNamedAsync("not sorted", records => (records[1], records[2]) = (records[2], records[1]));

    [Fact]
    public Task An_index_entry_with_another_last_number() =>
        AssertNamedAsync("the index says 1 to 5", index: entries => entries[0] = entries[0] with { LastSequence = 5 });

    [Fact]
    public Task An_index_that_leaves_positions_out() => AssertNamedAsync("the index ends at position 4", index: entries => entries.RemoveAt(1));

    [Fact]
    public Task An_index_that_has_a_stream_twice() => AssertNamedAsync(
        "does not stand behind", index: entries => entries[1] = entries[0] with { FirstPosition = entries[1].FirstPosition });

    [Fact]
    public Task Times_that_are_not_those_of_the_records() => AssertNamedAsync("its times are", batch: record => record with { From = record.From + 1 });

    [Fact]
    public Task A_late_batch_that_does_not_say_so() =>
        AssertNamedAsync("is not marked as late", batch: record => record with { Closed = (Given.CertifyBy + 1) * 1_000_000 });

    [Fact]
    public Task A_batch_in_time_that_says_that_it_is_late() => AssertNamedAsync("is marked as late", batch: record => record with { Flags = BatchFlags.Late });

    [Fact]
    public Task A_batch_that_follows_another_one() => AssertNamedAsync("the record follows", batch: record => record with { Previous = Keccak256.Hash([1]) });

    private async Task AssertNamedAsync(
        string detail, Action<CertifiedRecord[]>? order = null, Action<List<IndexEntry>>? index = null, Func<BatchRecord, BatchRecord>? batch = null)
    {
        await CloseAsync(order, index, batch);

        var finding = Assert.Single(await AuditAsync());
        Assert.Equal((AuditFindingKind.Certifier, 1UL), (finding.Kind, finding.Batch!.Value));
        Assert.Contains(detail, finding.Detail, StringComparison.Ordinal);
    }

    /// <summary>Two streams of four readings each.</summary>
    private async Task CloseAsync(Action<CertifiedRecord[]>? order = null, Action<List<IndexEntry>>? index = null, Func<BatchRecord, BatchRecord>? batch = null)
    {
        for (var second = 0; second < 4; second++)
            await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", second, ("activepower", "W", "1"), ("frequency", "Hz", "50")));

        var waiting = _store.Batches.Uncertified(100);
        var ids = waiting.ToDictionary(item => item.Reading.ToRecord(), item => new PlacedReading(item.Reading.Id, item.Reading.TimeMicros));
        var records = waiting.Select(item => item.Reading.ToRecord()).ToArray();
        records.AsSpan().Sort(CertifiedRecord.CompareByPosition);
        var entries = IndexEntry.Of(records);
        order?.Invoke(records);
        index?.Invoke(entries);
        var leaves = CertifiedRecord.Leaves(records);
        var record = new BatchRecord(
            Hash256.Zero, StoredChain.Certifier, 1, new MerkleTree([.. leaves]).Root, (uint)leaves.Length, ClosedBatch.IndexRoot(entries),
            waiting.Min(item => item.Reading.TimeMicros),
            waiting.Max(item => item.Reading.TimeMicros), Given.CertifyBy * 1_000_000, BatchFlags.None);
        record = batch?.Invoke(record) ?? record;
        await _store.Batches.CloseAsync(new(record, leaves, entries), [.. records.Select(own => ids[own])], StoredChain.Certify(1), CancellationToken.None);
        _chain.Add(1, record.Hash());
    }

    private async Task<IReadOnlyList<AuditFinding>> AuditAsync() => (await Audited.RunAsync(
        new StoreAudit(
            _store.Database, (_, number) => Task.FromResult(_chain.GetValueOrDefault(number)),
            new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(Given.CertifyBy - 10))),
        AuditScope.Everything)).Findings;
}
