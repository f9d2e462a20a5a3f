using System.Data.Common;

namespace Platone.Storage.Tests;

/// <summary>What every kind of database promises.</summary>
public abstract class DatabaseTests<TStore> : IDisposable
    where TStore : StoreUnderTest, new()
{
    private readonly TStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Work_that_fails_leaves_nothing()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _store.Database.WriteAsync(
            connection =>
            {
                Insert(connection);
                throw new InvalidOperationException("half-way");
            },
            CancellationToken.None));

        Assert.Equal(0, _store.Count("provider_change"));
        await _store.Database.WriteAsync(Insert, CancellationToken.None);
        Assert.Equal(1, _store.Count("provider_change"));
    }

    [Fact]
    public async Task Writers_take_turns()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _store.Database.WriteAsync(Insert, CancellationToken.None)));

        Assert.Equal(50, _store.Count("provider_change"));
    }

    [Fact]
    public async Task Readers_see_the_last_commit_while_somebody_writes()
    {
        await _store.Database.WriteAsync(
            connection =>
            {
                Insert(connection);
                Assert.Equal(0, _store.Count("provider_change"));
            },
            CancellationToken.None);

        Assert.Equal(1, _store.Count("provider_change"));
    }

    [Fact]
    public void A_reader_cannot_write()
    {
        using var connection = _store.Database.OpenReader();

        Assert.ThrowsAny<DbException>(() => Insert(connection));
    }

    [Fact]
    public async Task A_store_opened_for_reading_is_not_written()
    {
        using var reading = Database.OpenReadOnly(_store.Name);

        await Assert.ThrowsAnyAsync<Exception>(() => reading.WriteAsync(Insert, CancellationToken.None));
    }

    private static void Insert(DbConnection connection) =>
        connection.Execute("INSERT INTO provider_change (block_number, address, may) VALUES (1, $1, 1)", Given.Anna.ToArray());
}

public sealed class DatabaseOnSqliteTests : DatabaseTests<SqliteStore>;

public sealed class DatabaseOnPostgresTests : DatabaseTests<PostgresStore>;
