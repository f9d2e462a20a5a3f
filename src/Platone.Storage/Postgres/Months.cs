using System.Globalization;
using Npgsql;

namespace Platone.Storage.Postgres;

/// <summary>
/// The tables of months that <c>reading</c> consists of, from 2000 to 2099; what lies before or behind that has two tables for all times, so
/// that no clock of a device can make tables without end.
/// </summary>
sealed class Months
{
    /// <summary>Microseconds since the Unix epoch at which the first month begins.</summary>
    public const long FirstMicros = 946_684_800_000_000;

    /// <summary>Microseconds since the Unix epoch at which the last month ends.</summary>
    public const long EndMicros = 4_102_444_800_000_000;

    /// <summary>The table that has the readings of a time.</summary>
    public static string TableOf(long timeMicros) => timeMicros switch
    {
        < FirstMicros => "reading_before",
        >= EndMicros => "reading_after",
        _ => string.Create(CultureInfo.InvariantCulture, $"reading_{DateTimeOffset.UnixEpoch.AddMicroseconds(timeMicros):yyyy_MM}"),
    };

    private readonly HashSet<(int Year, int Month)> _known = [];

    /// <summary>Makes the table of a time's month where it is missing; part of the transaction that needs it.</summary>
    public void Ensure(NpgsqlConnection connection, long timeMicros)
    {
        if (timeMicros is < FirstMicros or >= EndMicros) return;

        var time = DateTimeOffset.UnixEpoch.AddMicroseconds(timeMicros);
        if (!_known.Add((time.Year, time.Month))) return;

        var name = TableOf(timeMicros);
        using var find = new NpgsqlCommand("SELECT to_regclass($1) IS NOT NULL", connection) { Parameters = { new() { Value = name } } };
        if (find.ExecuteScalar() is true) return;

        // Attached, not made in place: that holds up nobody who reads or writes other months.
        var from = new DateTimeOffset(time.Year, time.Month, 1, 0, 0, 0, TimeSpan.Zero);
        using var make = new NpgsqlCommand(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                CREATE TABLE {name} (LIKE reading INCLUDING ALL);
                ALTER TABLE reading ATTACH PARTITION {name} FOR VALUES FROM ({Micros(from)}) TO ({Micros(from.AddMonths(1))})
                """),
            connection);
        make.ExecuteNonQuery();
    }

    /// <summary>Forgets what a transaction made that is gone.</summary>
    public void Forget() => _known.Clear();

    private static long Micros(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
