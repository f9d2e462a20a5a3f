using System.Data.Common;
using Platone.Contracts.Following;
using Platone.Cryptography;

namespace Platone.Storage.Tests;

public abstract class StoreCopyTests<TFrom, TTo> : IDisposable
    where TFrom : StoreUnderTest, new()
    where TTo : StoreUnderTest, new()
{
    private readonly TFrom _from = new();
    private readonly TTo _to = new();

    public void Dispose()
    {
        _from.Dispose();
        _to.Dispose();
    }

    [Fact]
    public async Task Every_row_of_every_table_arrives_and_the_store_goes_on()
    {
        await FillAsync();

        await StoreCopy.CopyAsync(_from.Database, _to.Database, progress: null, CancellationToken.None);

        foreach (var table in Schema.TableNames) Assert.Equal(Dump(_from, table), Dump(_to, table));
        Assert.Equal(2UL, new ReadingQueries(_to.Database).Streams(Given.Anna).Max(stream => stream.LastSequence));

        // Numbers go on where they were, in tables that number their rows themselves too.
        var next = await _to.AcceptAsync(Given.Message(Given.Anna, "LN-1", 9, ("activepower", "W", "9")));
        Assert.Equal(3UL, Assert.Single(next.Readings).Reading.Sequence);
        Assert.Equal(2UL, (await new StoredChain(_to).CloseBatchAsync(onChain: false)).Record.Number);
    }

    [Fact]
    public async Task What_is_written_meanwhile_is_not_in_the_copy()
    {
        await FillAsync();
        using (var snapshot = _from.Database.OpenSnapshot())
        {
            using var count = snapshot.Command("SELECT count(*) FROM reading");
            Assert.Equal(2L, count.ExecuteScalar());
            await _from.AcceptAsync(Given.Message(Given.Anna, "LN-1", 7, ("activepower", "W", "9")));
            Assert.Equal(2L, count.ExecuteScalar());
        }

        Assert.Equal(3, _from.Count("reading"));
        using var again = _from.Database.OpenReader();
        using var later = again.Command("SELECT count(*) FROM reading");
        Assert.Equal(3L, later.ExecuteScalar());
    }

    [Fact]
    public async Task A_store_with_rows_is_not_written_over()
    {
        await FillAsync();
        await _to.AcceptAsync(Given.Message(Given.Bruno, "LN-7", 0, ("activepower", "W", "1")));

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => StoreCopy.CopyAsync(
            _from.Database, _to.Database, progress: null, CancellationToken.None));

        Assert.Equal("found rows in table stream, expected an empty store", error.Message);
        Assert.Equal(1, _to.Count("reading"));
    }

    [Fact]
    public async Task A_copy_that_is_broken_off_leaves_nothing()
    {
        await FillAsync();

        using var breaking = new CancellationTokenSource();
        await Assert.ThrowsAsync<OperationCanceledException>(() => StoreCopy.CopyAsync(
            _from.Database, _to.Database, new AtTheEnd(breaking.Cancel), breaking.Token));

        Assert.All(Schema.TableNames, table => Assert.Equal(0, _to.Count(table)));
    }

    private async Task FillAsync()
    {
        await _from.AcceptAsync(Given.Message(Given.Anna, "LN-1", 0, ("activepower", "W", "1")));
        await _from.AcceptAsync(Given.Message(Given.Anna, "LN-1", 0, ("activepower", "W", "-1.5")));
        await new DeadLetterStore(_from.Database).AddAsync(
            [new(1, Given.Anna, "LN-1", new byte[] { 1, 2 }, new("place", "found", "expected"))], CancellationToken.None);
        await new StoredChain(_from).CloseBatchAsync();
        await new ChainStore(_from.Database).ApplyAsync(
            new(
                new ChainPosition(99, Hash256.Zero), [], [], [new(98, Given.Anna, May: true)], [new(98, Given.Anna, Given.Bruno, Time: 5, IsRetired: false)],
                99),
            CancellationToken.None);
    }

    private sealed class AtTheEnd(Action act) : IProgress<(long Done, long Of)>
    {
        public void Report((long Done, long Of) value)
        {
            if (value.Done == value.Of) act();
        }
    }

    private static List<string> Dump(StoreUnderTest store, string table) =>
        [.. store.Rows($"SELECT * FROM {table}", Text).Order(StringComparer.Ordinal)];

    private static string Text(DbDataReader row) => string.Join('|', Enumerable.Range(0, row.FieldCount)
        .Select(column => $"{row.GetName(column)}={(row.GetValue(column) is byte[] bytes ? Convert.ToHexString(bytes) : row.GetValue(column))}")
        .Order(StringComparer.Ordinal));
}

public sealed class SqliteToPostgresTests : StoreCopyTests<SqliteStore, PostgresStore>;

public sealed class PostgresToSqliteTests : StoreCopyTests<PostgresStore, SqliteStore>;

public sealed class TableNamesTests : IDisposable
{
    private readonly SqliteStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Every_table_has_its_place_in_a_copy() => Assert.Equal(
        Schema.TableNames.Order(StringComparer.Ordinal),
        _store.Rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name", row => row.GetString(0)));
}
