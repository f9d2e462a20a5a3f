using System.Data.Common;
using Platone.Readings;

namespace Platone.Storage.Audit;

/// <summary>What revisions replace: a reading of the same stream, with another number and the same time, in the store or erased.</summary>
sealed class ReplacedReadings : IDisposable
{
    private readonly DbConnection _connection;
    private readonly DbCommand _reading;
    private readonly DbCommand _erased;

    public ReplacedReadings(Database database)
    {
        _connection = database.OpenReader();
        _reading = _connection.Command("SELECT id, time, value, unit FROM reading WHERE stream=$1 AND sequence=$2 ORDER BY id LIMIT 1", 0L, 0L);
        _erased = _connection.Command("SELECT 1 FROM erased WHERE stream=$1 AND sequence=$2", 0L, 0L);
    }

    public DbConnection Connection => _connection;

    /// <returns>Null where the revision replaces what it may.</returns>
    public string? WhyNot(long stream, ulong sequence, long timeMicros, ulong replaces)
    {
        if (replaces == sequence) return "it replaces itself";
        if (_reading.With(stream, (long)replaces).Read(row => (long?)row.GetInt64(1)) is [var time])
            return time == timeMicros ? null : $"it replaces number {replaces}, which is of another time: {Text(time!.Value)}, not {Text(timeMicros)}";

        // Of what was erased nothing but the number is known.
        return _erased.With(stream, (long)replaces).ExecuteScalar() is not null ? null : $"it replaces number {replaces}, which the stream does not have";
    }

    public ReplacedReading Describe(long stream, ulong replaces) =>
        _reading.With(stream, (long)replaces)
            .Read(row => new ReplacedReading(replaces, row.GetInt64(0), Text(row.GetInt64(1)), row.GetString(2), row.GetString(3)))
            .FirstOrDefault() ?? new(replaces);

    public void Dispose()
    {
        _reading.Dispose();
        _erased.Dispose();
        _connection.Dispose();
    }

    /// <summary>Somebody may have written a time that no calendar has.</summary>
    private static string Text(long micros)
    {
        try
        {
            return IsoTime.Format(micros);
        }
        catch (ArgumentOutOfRangeException)
        {
            return FormattableString.Invariant($"{micros} microseconds");
        }
    }
}
