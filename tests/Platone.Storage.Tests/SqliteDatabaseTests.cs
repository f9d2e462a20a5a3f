using System.Data.Common;
using Microsoft.Data.Sqlite;
using Platone.Storage.Sqlite;

namespace Platone.Storage.Tests;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly SqliteStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_power_cut_in_the_middle_of_a_transaction_leaves_nothing_of_it()
    {
        await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", 0, ("activepower", "W", "1")));
        var after = Directory.CreateTempSubdirectory("platone-power-cut-");
        try
        {
            // What is on the disk while a transaction is open is what the next start would find.
            await _store.Database.WriteAsync(
                connection =>
                {
                    Insert(connection);
                    foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_store.Name)!))
                        File.Copy(file, Path.Combine(after.FullName, Path.GetFileName(file)));
                },
                CancellationToken.None);

            using var found = SqliteDatabase.Open(Path.Combine(after.FullName, "platone.db"));
            using var connection = found.OpenReader();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT (SELECT count(*) FROM reading), (SELECT count(*) FROM provider_change)";
            using var row = command.ExecuteReader();
            Assert.True(row.Read());
            Assert.Equal((1, 0), (row.GetInt64(0), row.GetInt64(1)));
        }
        finally
        {
            after.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_file_of_another_version_is_refused_by_both_numbers()
    {
        _store.Tamper("PRAGMA user_version=99");

        foreach (var open in new Func<string, Database>[] { Database.Open, Database.OpenReadOnly })
        {
            var error = Assert.Throws<InvalidDataException>(() => { open(_store.Name); });
            Assert.Equal($"{_store.Name} has schema version 99; this program reads version 5.", error.Message);
        }
    }

    [Fact]
    public void A_store_that_is_not_there_is_not_made_by_a_reader()
    {
        var file = _store.Name + ".other";

        Assert.Contains(file, Assert.Throws<FileNotFoundException>(() => SqliteDatabase.OpenReadOnly(file)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_left_alone()
    {
        var file = _store.Name + ".txt";
        File.WriteAllText(file, new string('x', 5000));

        foreach (var open in new Func<string, Database>[] { Database.Open, Database.OpenReadOnly })
            Assert.Equal(
                $"{file}: found no SQLite database, expected the framework's store.", Assert.Throws<InvalidDataException>(() => { open(file); }).Message);
        Assert.Equal(new string('x', 5000), File.ReadAllText(file));
    }

    [Fact]
    public async Task Commits_are_on_the_disk_when_they_return()
    {
        var synchronous = await _store.Database.WriteAsync(
            connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = "PRAGMA synchronous";
                return (long)command.ExecuteScalar()!;
            },
            CancellationToken.None);

        // 2 is FULL: in the mode WAL the log is flushed at every commit.
        Assert.Equal(("wal", 2), (_store.Scalar("PRAGMA journal_mode"), synchronous));
    }

    private static void Insert(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO provider_change (block_number, address, may) VALUES (1, randomblob(20), 1)";
        command.ExecuteNonQuery();
    }
}
