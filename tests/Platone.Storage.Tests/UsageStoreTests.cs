using Microsoft.Extensions.Time.Testing;
using Platone.Certification;
using Platone.Contracts.Following;
using Platone.Cryptography;
using Platone.Policies;
using Platone.Protocol;
using Platone.Storage.Audit;
using Platone.Storage.Tests.Audit;

namespace Platone.Storage.Tests;

public abstract class UsageStoreTests<TStore> : IDisposable
    where TStore : StoreUnderTest, new()
{
    private const long Micro = 1_000_000;
    private const long Hour = (Given.Received / Micro) - 7200;

    private static readonly Hash256 One = Keccak256.Hash([1]);
    private static readonly Hash256 Two = Keccak256.Hash([2]);

    // Inside the hour, when it can be recorded, and an hour later.
    private static readonly DateTimeOffset During = DateTimeOffset.FromUnixTimeSeconds(Hour + 3600 + UsageStore.GraceSeconds - 1);
    private static readonly DateTimeOffset After = DateTimeOffset.FromUnixTimeSeconds(Hour + 3600 + UsageStore.GraceSeconds);

    private readonly TStore _store = new();

    private UsageStore Usage => new(_store.Database);

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Of_one_counter_the_last_word_holds_and_counters_add_up()
    {
        await DeclareAsync(One);
        await CountAsync(Count(1, One, 5, 50), Count(2, One, 1, 7));
        await CountAsync(Count(1, One, 9, 90));
        await CountAsync(Count(1, One, 5, 50));

        var hour = Assert.Single(Usage.HoursOf(One, 10));
        Assert.Equal(new UsedHour(One, Hour, Means.Mqtt, 10, 97, Hour * Micro, (Hour * Micro) + 9, 0), hour);
        Assert.Empty(Usage.HoursOf(Two, 10));
    }

    [Fact]
    public async Task An_hour_becomes_a_record_when_it_is_over_and_once()
    {
        await DeclareAsync(One, Two);
        await CountAsync(Count(1, One, 5, 50), Count(1, Two, 1, 1));
        await Usage.CountAsync([(Count(3, One, 2, 3), Means.Rest)], CancellationToken.None);

        Assert.Equal(0, await Usage.RecordAsync(During, CancellationToken.None));
        Assert.Equal(3, await Usage.RecordAsync(After, CancellationToken.None));
        Assert.Equal(0, await Usage.RecordAsync(After, CancellationToken.None));

        var records = Usage.RecordsOf(Declared(One), 10).OrderBy(record => record.Stream.Measurand).ToArray();
        Assert.Equal(
            [
                ("mqtt", 1UL, new UsageBody(One, 5, 50, Hour * Micro, (Hour * Micro) + 5)), ("rest", 1UL, new(One, 2, 3, Hour * Micro, (Hour * Micro) + 2)),
            ],
            records.Select(record => (record.Stream.Measurand, record.Sequence, record.Body)));
        Assert.Equal([5L, 2], Usage.HoursOf(One, 10).OrderBy(hour => hour.Means).Select(hour => hour.Recorded));
    }

    [Fact]
    public async Task What_is_told_late_goes_into_the_next_record_of_its_stream()
    {
        await DeclareAsync(One);
        await CountAsync(Count(1, One, 5, 50));
        await Usage.RecordAsync(After, CancellationToken.None);
        await CountAsync(Count(1, One, 8, 80), Count(2, One, 1, 1));
        Assert.Equal(1, await Usage.RecordAsync(After, CancellationToken.None));

        var records = Usage.RecordsOf(Declared(One), 10);
        Assert.Equal([2UL, 1], records.Select(record => record.Sequence));
        Assert.Equal((4UL, 31UL), (records[0].Body.Messages, records[0].Body.Bytes));
        Assert.Equal(9, records.Sum(record => (long)record.Body.Messages));
    }

    [Fact]
    public async Task Records_are_certified_and_audited_like_all_else()
    {
        await DeclareAsync(One);
        await CountAsync(Count(1, One, 5, 50));
        await Usage.RecordAsync(After, CancellationToken.None);
        await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", 0, ("activepower", "W", "1")));
        var chain = new StoredChain(_store);
        await chain.CloseBatchAsync();

        var record = Assert.Single(Usage.RecordsOf(Declared(One), 10));
        Assert.Equal(1UL, record.Batch);
        Assert.Empty(await FindingsAsync(chain));

        _store.Tamper("UPDATE record SET body=$1 WHERE kind=4", new UsageBody(One, 4, 50, Hour * Micro, (Hour * Micro) + 5).Encode());
        Assert.NotEmpty(await FindingsAsync(chain));
    }

    [Fact]
    public async Task What_no_declaration_stands_behind_is_kept_and_not_recorded()
    {
        await CountAsync(Count(1, One, 5, 50));
        Assert.Equal(0, await Usage.RecordAsync(After, CancellationToken.None));
        await DeclareAsync(One);
        Assert.Equal(1, await Usage.RecordAsync(After, CancellationToken.None));
    }

    private static UsageCount Count(byte counter, Hash256 declaration, long messages, long bytes) =>
        new(Keccak256.Hash([9, counter]), Hour, declaration, messages, bytes, Hour * Micro, (Hour * Micro) + messages);

    private static Declaration Declared(Hash256 id) => new(
        id, Given.Anna, Given.Bruno, Keccak256.Hash([7]), Means.Both, Purpose.Settlement, 0, long.MaxValue / Micro, DeclarationStatus.Accepted, 1, 1);

    private Task CountAsync(params UsageCount[] counts) => Usage.CountAsync([.. counts.Select(count => (count, Means.Mqtt))], CancellationToken.None);

    private Task DeclareAsync(params Hash256[] ids) => new ChainStore(_store.Database).ApplyAsync(
        new(new ChainPosition(5, Keccak256.Hash([5])), [], [.. ids.Select(Declared)], [], [], 5), CancellationToken.None);

    private async Task<IReadOnlyList<AuditFinding>> FindingsAsync(StoredChain chain)
    {
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(Given.CertifyBy - 10));
        return (await Audited.RunAsync(new(_store.Database, chain.RecordOfAsync, time), AuditScope.Everything)).Findings;
    }
}

public sealed class UsageStoreOnSqliteTests : UsageStoreTests<SqliteStore>;

public sealed class UsageStoreOnPostgresTests : UsageStoreTests<PostgresStore>;
