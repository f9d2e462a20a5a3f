using System.Data.Common;
using Npgsql;
using Platone.Readings;
using Platone.Storage.Postgres;
using Platone.Testing;

namespace Platone.Storage.Tests;

public sealed class PostgresDatabaseTests : IDisposable
{
    private readonly PostgresStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void A_second_writer_is_refused_until_the_first_is_gone()
    {
        var error = Assert.Throws<InvalidDataException>(() => { PostgresDatabase.Open(_store.Name); });
        Assert.EndsWith("another process writes to this store", error.Message, StringComparison.Ordinal);

        _store.Database.Dispose();
        Eventually(() =>
        {
            using var next = PostgresDatabase.Open(_store.Name);
        });
    }

    [Fact]
    public async Task A_writer_whose_connection_broke_takes_another()
    {
        await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", 0, ("activepower", "W", "1")));
        _store.Tamper("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'platone writer' AND datname = current_database()");

        await Assert.ThrowsAnyAsync<DbException>(() => _store.AcceptAsync(Message(1)));
        StoredMessage stored = null!;
        await EventuallyAsync(async () => stored = await _store.AcceptAsync(Message(1)));

        Assert.Equal(2UL, Assert.Single(stored.Readings).Reading.Sequence);
        Assert.Equal(2, _store.Count("reading"));
    }

    [Fact]
    public async Task Readings_lie_in_the_table_of_their_month_and_clocks_that_err_make_no_tables()
    {
        string[] times =
        [
            "1999-12-31T23:59:59Z", "2000-01-01T00:00:00Z", "2026-01-31T23:59:59.999999Z", "2026-02-01T00:00:00Z", "2099-12-31T23:59:59Z",
            "2100-01-01T00:00:00Z",
        ];
        foreach (var time in times)
            Assert.Null((await _store.AcceptAsync(MessageAt(time))).Refusal);

        Assert.Equal(
            [("reading_2000_01", 1), ("reading_2026_01", 1), ("reading_2026_02", 1), ("reading_2099_12", 1), ("reading_after", 1), ("reading_before", 1)],
            _store.Rows("SELECT tableoid::regclass::text, count(*) FROM reading GROUP BY 1 ORDER BY 1", row => (row.GetString(0), (int)row.GetInt64(1))));
        Assert.Equal(6, _store.Count("pg_inherits WHERE inhparent = 'reading'::regclass"));
    }

    [Fact]
    public async Task A_month_s_table_is_gone_with_the_commit_that_failed_and_made_again()
    {
        await _store.AcceptAsync(Message(0));
        _store.RefuseInserts("message", "NEW.device='LN-2'");

        await Assert.ThrowsAnyAsync<DbException>(() => _store.Readings.AcceptAsync(
            [MessageAt("2030-05-05T00:00:00Z"), MessageAt("2030-05-05T00:00:00Z", "LN-2")], CancellationToken.None));
        Assert.Null(_store.Scalar("SELECT to_regclass('reading_2030_05')::text") as string);

        Assert.Null((await _store.AcceptAsync(MessageAt("2030-05-05T00:00:00Z"))).Refusal);
    }

    [Fact]
    public async Task A_role_that_may_only_look_is_enough_for_reading()
    {
        await _store.AcceptAsync(Message(0));
        var role = $"auditor_{new NpgsqlConnectionStringBuilder(_store.Name).Database}";
        _store.Tamper($"CREATE ROLE {role} LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}");

        using var reading = PostgresDatabase.OpenReadOnly(new NpgsqlConnectionStringBuilder(_store.Name) { Username = role }.ConnectionString);

        Assert.Equal(1, new ReadingQueries(reading).Count().Stored);
        await Assert.ThrowsAsync<InvalidOperationException>(() => reading.WriteAsync(Insert, CancellationToken.None));
    }

    [Fact]
    public void A_store_of_another_version_is_refused_by_both_numbers()
    {
        _store.Tamper("UPDATE schema_version SET version = 99");
        _store.Database.Dispose();

        foreach (var open in new Func<string, Database>[] { PostgresDatabase.Open, PostgresDatabase.OpenReadOnly })
            Assert.EndsWith("found schema version 99, expected 5", Refused(() => open(_store.Name)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_store_is_refused_and_left_alone()
    {
        var empty = SharedPostgres.Server.NewDatabase();
        try
        {
            Assert.EndsWith(
                "found no table schema_version, expected the framework's store", Refused(() => PostgresDatabase.OpenReadOnly(empty)), StringComparison.Ordinal);
            Assert.Contains("does not exist", Refused(() => PostgresDatabase.Open(empty + "0")), StringComparison.Ordinal);
            Assert.Contains("connection string", Refused(() => PostgresDatabase.Open("Hist=here")), StringComparison.Ordinal);
        }
        finally
        {
            SharedPostgres.Server.Drop(empty);
        }
    }

    [Fact]
    public void A_database_that_is_not_UTF_8_is_refused()
    {
        var ascii = SharedPostgres.Server.NewDatabase("ENCODING 'SQL_ASCII' TEMPLATE template0");
        try
        {
            Assert.EndsWith(
                "found server_encoding = SQL_ASCII, expected UTF8: names are UTF-8", Refused(() => PostgresDatabase.Open(ascii)), StringComparison.Ordinal);
        }
        finally
        {
            SharedPostgres.Server.Drop(ascii);
        }
    }

    [Fact]
    public async Task Commits_are_flushed_when_they_return()
    {
        var synchronous = await _store.Database.WriteAsync(
            connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = "SHOW synchronous_commit";
                return (string)command.ExecuteScalar()!;
            },
            CancellationToken.None);

        Assert.Equal("on", synchronous);
    }

    [Fact]
    public async Task A_letter_with_the_character_NUL_is_kept()
    {
        var letter = new DeadLetter(Given.Received, Given.Anna, "LN\0", new byte[] { 0 }, new PayloadException("a\0b", "\0", "text"));

        await new DeadLetterStore(_store.Database).AddAsync([letter], CancellationToken.None);

        Assert.Equal("a\u2400b", _store.Scalar("SELECT place FROM dead_letter"));
    }

    private static IncomingMessage Message(int second) => Given.Message(Given.Anna, "LN-1", second, ("activepower", "W", "1"));

    private static IncomingMessage MessageAt(string time, string device = "LN-1") => Given.Message(
        Given.Anna, device, $$"""{"lightNode":"{{device}}","timestamp":"{{time}}","readings":[{"measurand":"activepower","unit":"W","value":"1"}]}""");

    private static string Refused(Func<Database> open) => Assert.Throws<InvalidDataException>(() => { open(); }).Message;

    private static void Insert(DbConnection connection) => connection.Execute("INSERT INTO provider_change (block_number, address, may) VALUES (1, '', 1)");

    /// <summary>The server lets go of a lock a moment after its holder is gone.</summary>
    private static void Eventually(Action act) => EventuallyAsync(() =>
    {
        act();
        return Task.CompletedTask;
    }).GetAwaiter().GetResult();

    private static async Task EventuallyAsync(Func<Task> act)
    {
        for (var tries = 200; ; tries--)
        {
            try
            {
                await act();
                return;
            }
            catch (Exception e) when (tries > 0 && e is DbException or InvalidDataException)
            {
                await Task.Delay(50);
            }
        }
    }
}
