using System.Text;
using Microsoft.Extensions.Time.Testing;
using Platone.Certification;
using Platone.Cryptography;
using Platone.Storage.Audit;
using Platone.Storage.Tests.Audit;

namespace Platone.Storage.Tests;

/// <summary>What is erased is gone, what was certified stands, and everything goes on.</summary>
public abstract class ErasureTests<TStore> : IDisposable
    where TStore : StoreUnderTest, new()
{
    private const long Now = Given.Received + 5_000_000;

    private readonly TStore _store = new();
    private readonly StoredChain _chain;

    public ErasureTests() => _chain = new(_store);

    protected TStore Store => _store;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task An_erased_reading_is_gone_and_its_tombstone_is_certified()
    {
        await AcceptAsync(0, 3);
        await _chain.CloseBatchAsync();
        var leaf = _store.Queries.Find(1)!.ToRecord().Leaf();

        var erased = Assert.Single(await EraseAsync(1, 1));
        await _chain.CloseBatchAsync();

        Assert.Null(_store.Queries.Find(1));
        Assert.Equal((1UL, 4UL, 1L, 1UL), (erased.Sequence, erased.TombstoneSequence, erased.Reading, erased.Batch));
        var (kind, body, batch) = Assert.Single(
            _store.Rows("SELECT kind, body, batch FROM record", row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1), row.GetInt64(2))));
        Assert.Equal((6L, 2L), (kind, batch));
        Assert.Equal(leaf.ToArray().Concat(Keccak256.Hash("asked for"u8).ToArray()), body);
        var report = await AuditAsync();
        Assert.Empty(report.Findings);
        Assert.Equal((5, 5, 1), (report.Readings, report.Certified, report.Report.Erased));
    }

    [Fact]
    public async Task Numbers_of_the_stream_go_on_behind_the_tombstone_and_no_number_of_the_store_is_given_again()
    {
        await AcceptAsync(0, 2);
        await _chain.CloseBatchAsync();
        await EraseAsync(2, 2);

        await AcceptAsync(2, 1);

        Assert.Equal(
            [1UL, 4],
            _store.Rows(
                "SELECT r.sequence FROM reading r JOIN stream s ON s.id=r.stream WHERE s.name LIKE '%activepower%' ORDER BY r.sequence",
                row => (ulong)row.GetInt64(0)));
        Assert.Equal(6, (long)_store.Scalar("SELECT max(id) FROM reading")!);
        _store.Reopen();
        await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", 9, ("activepower", "W", "1")));
        await _chain.CloseBatchAsync();
        Assert.Empty((await AuditAsync()).Findings);
    }

    [Fact]
    public async Task The_newest_reading_of_the_store_does_not_leave_its_number_to_the_next()
    {
        await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", 0, ("activepower", "W", "1")));
        await _chain.CloseBatchAsync();
        await EraseAsync(1, 1);
        _store.Reopen();

        var stored = await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", 1, ("activepower", "W", "2")));

        Assert.Equal((2L, 3UL), (stored.Readings[0].Reading.Id, stored.Readings[0].Reading.Sequence));
    }

    [Fact]
    public async Task What_is_in_no_batch_is_not_erased_and_nothing_of_the_order_is()
    {
        await AcceptAsync(0, 1);
        await _chain.CloseBatchAsync();
        await AcceptAsync(1, 1);

        var refused = await Assert.ThrowsAsync<ErasureRefusedException>(() => EraseAsync(1, 2));

        Assert.Contains("Number 2 of stream", refused.Message, StringComparison.Ordinal);
        Assert.Contains("is in no batch yet", refused.Message, StringComparison.Ordinal);
        Assert.Equal((4, 0, 0), (_store.Count("reading"), _store.Count("record"), _store.Count("erased")));
    }

    [Fact]
    public async Task Erasing_twice_says_when_it_was_erased()
    {
        await AcceptAsync(0, 1);
        await _chain.CloseBatchAsync();
        await EraseAsync(1, 1);

        var refused = await Assert.ThrowsAsync<ErasureRefusedException>(() => EraseAsync(1, 1));

        Assert.Contains("was erased at 2026-01-01T00:00:05.000000Z; number 2 of the stream is its tombstone", refused.Message, StringComparison.Ordinal);
        Assert.Contains("has no reading", (await Assert.ThrowsAsync<ErasureRefusedException>(() => EraseAsync(7, 9))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_reading_is_not_put_out_of_the_way()
    {
        await AcceptAsync(0, 1);
        await _chain.CloseBatchAsync();
        _store.Tamper("UPDATE reading SET value='77' WHERE id=1");

        Assert.Contains(
            "is not what batch 1 certifies", (await Assert.ThrowsAsync<ErasureRefusedException>(() => EraseAsync(1, 1))).Message, StringComparison.Ordinal);
        Assert.Equal(2, _store.Count("reading"));
    }

    [Fact]
    public async Task A_message_goes_with_its_last_reading()
    {
        await AcceptAsync(0, 1);
        await _chain.CloseBatchAsync();

        await EraseAsync(1, 1);
        Assert.Equal(1, _store.Count("message"));
        Assert.Equal(new byte[32], _store.Scalar("SELECT payload_hash FROM message"));

        await _store.Readings.EraseAsync(new(Given.Anna, Given.Stream("LN-1", "frequency"), 1, 1, "asked for"), Now, CancellationToken.None);
        Assert.Equal(0, _store.Count("message"));
    }

    [Fact]
    public async Task A_devices_own_number_that_was_erased_counts_as_used()
    {
        await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", 5, 0, ("activepower", "W", "1")));
        await _chain.CloseBatchAsync();
        await EraseAsync(5, 5);

        var again = await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", 5, 1, ("activepower", "W", "2")));
        var tombstones = await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", 6, 1, ("activepower", "W", "2")));

        Assert.Equal("sequence", again.Refusal!.Place);
        Assert.Equal("sequence", tombstones.Refusal!.Place);
    }

    [Fact]
    public async Task A_revision_of_an_erased_reading_and_an_erased_revision_audit_clean()
    {
        foreach (var value in new[] { "1", "2", "3" }) await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", 0, ("activepower", "W", value)));
        await _chain.CloseBatchAsync();

        await EraseAsync(1, 1);
        Assert.Empty((await AuditAsync()).Findings);
        await EraseAsync(2, 2);
        await _chain.CloseBatchAsync();

        Assert.Empty((await AuditAsync()).Findings);
    }

    [Fact]
    public async Task A_whole_stream_is_erased_and_listed_no_more()
    {
        await AcceptAsync(0, 5);
        await _chain.CloseBatchAsync();

        Assert.Equal([6UL, 7, 8, 9, 10], (await EraseAsync(1, 5)).Select(item => item.TombstoneSequence));

        Assert.Equal(["LN-1/-/frequency/ABC"], _store.Queries.Streams(Given.Anna).Select(stream => stream.Name.ToString()));
        await _chain.CloseBatchAsync();
        Assert.Equal((0L, 5L), (_store.Batches.CountUncertified(), (await AuditAsync()).Report.Erased));
    }

    [Fact]
    public async Task A_receipt_of_an_erased_reading_can_still_be_answered()
    {
        await AcceptAsync(0, 2);
        await _chain.CloseBatchAsync();
        var record = _store.Queries.Find(1)!.ToRecord();
        await EraseAsync(1, 1);

        var place = _store.Queries.PlaceOf(new(record.Provider, record.Stream, 1, record.Leaf(), 0));

        Assert.Equal(record.Leaf(), _store.Batches.Find(place!.Value.Batch!.Value)!.Leaves[(int)place.Value.Position!]);
    }

    [Theory]
    [InlineData(
        "DELETE FROM reading WHERE id=3",
        "INSERT INTO erased (stream, sequence, reading, batch, position, tombstone, reason) SELECT stream, 2, 3, 1, $1, tombstone, reason FROM erased")]
    [InlineData(
        "DELETE FROM reading WHERE id=3",
        "INSERT INTO erased (stream, sequence, reading, batch, position, tombstone, reason) SELECT stream, 2, 3, 1, $1, 77, 'none' FROM erased")]
    public async Task A_reading_that_is_only_said_to_be_erased_is_missing(params string[] sql)
    {
        await AcceptAsync(0, 3);
        await _chain.CloseBatchAsync();
        await EraseAsync(1, 1);
        await _chain.CloseBatchAsync();
        var position = _store.Scalar("SELECT position FROM reading WHERE id=3");
        _store.Tamper(sql[0]);
        _store.Tamper(sql[1], position);

        var finding = Assert.Single((await AuditAsync()).Findings);
        Assert.Equal((AuditFindingKind.Missing, 2UL), (finding.Kind, finding.Sequence));
    }

    [Theory]
    [InlineData("UPDATE erased SET reason='another'", AuditFindingKind.Missing, 1UL)]
    [InlineData("UPDATE record SET time=time", null, 0UL)]
    [InlineData("UPDATE record SET salt=x'7777777777777777777777777777777777777777777777777777777777777777'", AuditFindingKind.Changed, 4UL)]
    [InlineData("UPDATE record SET kind=3", AuditFindingKind.Changed, 4UL)]
    public async Task A_changed_erasure_is_named(string change, AuditFindingKind? kind, ulong sequence)
    {
        await AcceptAsync(0, 3);
        await _chain.CloseBatchAsync();
        await EraseAsync(1, 1);
        await _chain.CloseBatchAsync();
        _store.Tamper(change);

        var findings = (await AuditAsync()).Findings;
        Assert.Equal(
            kind is { } expected ? [(expected, sequence)] : [],
            findings.Where(finding => finding.Sequence == sequence).Select(finding => (finding.Kind, finding.Sequence!.Value)));
    }

    private protected async Task AcceptAsync(int from, int count)
    {
        for (var second = from; second < from + count; second++)
            await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", second, ("activepower", "W", $"{700 + second}.125"), ("frequency", "Hz", "50")));
    }

    private protected Task<IReadOnlyList<ErasedReading>> EraseAsync(ulong first, ulong last) =>
        _store.Readings.EraseAsync(new(Given.Anna, Given.Stream("LN-1", "activepower"), first, last, "asked for"), Now, CancellationToken.None);

    private protected Task<ClosedBatch> CloseAsync() => _chain.CloseBatchAsync();

    private Task<Audited> AuditAsync() => Audited.RunAsync(
        new StoreAudit(_store.Database, _chain.RecordOfAsync, new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(Given.CertifyBy - 10))),
        AuditScope.Everything);
}

public sealed class ErasureOnSqliteTests : ErasureTests<SqliteStore>
{
    [Fact]
    public async Task Nothing_of_it_is_left_in_the_files()
    {
        await AcceptAsync(0, 40);
        await CloseAsync();
        var reading = Store.Queries.Find(3)!;
        var (raw, salt) = (reading.RawPart, reading.Salt.ToArray());
        Assert.True(IsInFiles(raw) && IsInFiles(salt));

        await EraseAsync(2, 2);

        Assert.False(IsInFiles(raw));
        Assert.False(IsInFiles(salt));
        Assert.False(IsInFiles(Encoding.UTF8.GetBytes("701.125")));
        Assert.True(IsInFiles(Encoding.UTF8.GetBytes("702.125")));
    }

    private bool IsInFiles(byte[] bytes) =>
        Directory.EnumerateFiles(Path.GetDirectoryName(Store.Name)!).Any(file => File.ReadAllBytes(file).AsSpan().IndexOf(bytes) >= 0);
}

public sealed class ErasureOnPostgresTests : ErasureTests<PostgresStore>;
