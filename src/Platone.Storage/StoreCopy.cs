using System.Data.Common;

namespace Platone.Storage;

/// <summary>Copies a whole store into another, empty one, of whichever kind: to move to PostgreSQL and back, and for backups of it.</summary>
public static class StoreCopy
{
    /// <summary>Between two reports of progress.</summary>
    private const int RowsBetweenReports = 10_000;

    /// <summary>Copies what <paramref name="from"/> held at one moment, in one transaction of <paramref name="to"/>.</summary>
    /// <param name="progress">Told how many rows are copied, of how many.</param>
    /// <exception cref="InvalidDataException">The target is not empty, or a row holds what no store writes.</exception>
    public static Task CopyAsync(Database from, Database to, IProgress<(long Done, long Of)>? progress, CancellationToken cancellationToken) => to.WriteAsync(
        target =>
        {
            if (Schema.TableNames.FirstOrDefault(table => Count(target, table) > 0) is { } used)
                throw new InvalidDataException($"found rows in table {used}, expected an empty store");

            using var source = from.OpenSnapshot();
            var (done, all) = (0L, Schema.TableNames.Sum(table => Count(source, table)));
            foreach (var table in Schema.TableNames)
            {
                Copy(source, to, target, table, () =>
                {
                    if (++done % RowsBetweenReports == 0 || done == all) progress?.Report((done, all));
                    cancellationToken.ThrowIfCancellationRequested();
                });
                to.NumberBehind(target, table);
            }
        },
        cancellationToken);

    private static void Copy(DbConnection source, Database to, DbConnection target, string table, Action copied)
    {
        using var read = source.Command($"SELECT * FROM {table}");
        using var row = read.ExecuteReader();
        using var rows = to.Writer(target, table, string.Join(", ", Enumerable.Range(0, row.FieldCount).Select(row.GetName)));
        var values = new object[row.FieldCount];
        while (row.Read())
        {
            row.GetValues(values);
            if (Array.Find(values, value => value is not (long or string or byte[] or DBNull)) is { } strange)
            {
                throw new InvalidDataException(
                    $"table {table}: found a value of type {strange.GetType().Name}, expected a whole number, a text or bytes: run platone audit");
            }

            rows.Add(values);
            copied();
        }

        rows.Flush();
    }

    private static long Count(DbConnection connection, string table)
    {
        using var count = connection.Command($"SELECT count(*) FROM {table}");
        return (long)count.ExecuteScalar()!;
    }
}
