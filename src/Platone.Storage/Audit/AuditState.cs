using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Data.Sqlite;
using Platone.Cryptography;

namespace Platone.Storage.Audit;

/// <summary>What an audit is about: a state of another one is not gone on with.</summary>
/// <param name="Store">The store's path or connection string.</param>
public sealed record AuditSubject(string Store, Address Contract, Address Certifier, AuditScope Scope);

/// <summary>
/// Where an audit stands and what it found, in a file of its own: memory stays the same whatever there is to find, and an audit that was interrupted
/// goes on. The file has the size of what is wrong with the store.
/// </summary>
public sealed class AuditState : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>An audit keeps its file as long as it runs: waiting for another one's does not help. The default is half a minute a statement.</summary>
    private const int BusySeconds = 1;

    private readonly SqliteConnection _file;
    private readonly string? _path;
    private readonly Dictionary<string, DbCommand> _commands = [];
    private SqliteTransaction? _transaction;

    private AuditState(string? path)
    {
        _path = path;
        // Without a name SQLite keeps it in memory and, where that gets long, in a temporary file.
        _file = new(new SqliteConnectionStringBuilder { DataSource = path ?? "", Pooling = false, DefaultTimeout = BusySeconds }.ToString());
        _file.Open();
    }

    /// <summary>One that nobody goes on with.</summary>
    public static AuditState Temporary()
    {
        var state = new AuditState(null);
        state.Begin("");
        return state;
    }

    /// <summary>Opens a state to go on with, or begins anew where there is none of the subject.</summary>
    /// <param name="fresh">Begin anew whatever is there.</param>
    /// <exception cref="IOException">The file cannot be written, is something else, or another audit uses it.</exception>
    public static AuditState Open(string path, AuditSubject subject, bool fresh)
    {
        AuditState? state = null;
        try
        {
            state = new(path);
            var bound = JsonSerializer.Serialize(
                new { subject.Store, Contract = subject.Contract.ToString(), Certifier = subject.Certifier.ToString(), Scope = subject.Scope.ToString() },
                Json);
            // Kept every few batches: the last ones may be lost with the machine's power, and are audited again.
            using (var take = state._file.Command(
                "PRAGMA busy_timeout=100; PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; BEGIN IMMEDIATE; COMMIT"))
                take.ExecuteNonQuery();
            if (fresh || state.BoundTo() != bound) state.Begin(bound);
            return state;
        }
        catch (SqliteException e)
        {
            state?.Dispose();
            var why = e.SqliteErrorCode switch
            {
                5 => "another audit uses it",
                26 => "found another file, expected an audit's state",
                _ => e.Message,
            };
            throw new IOException($"{path}: {why}", e);
        }
    }

    /// <summary>Whether an earlier audit is gone on with.</summary>
    public bool IsResumed => Progress.Batch > 0;

    /// <summary>All findings, in the order in which they were made.</summary>
    public IEnumerable<AuditFinding> Findings()
    {
        using var command = _file.Command("SELECT json FROM finding ORDER BY id");
        using var row = command.ExecuteReader();
        while (row.Read()) yield return JsonSerializer.Deserialize<AuditFinding>(row.GetString(0), Json)!;
    }

    /// <summary>The findings of a kind have an end: the file is not needed any more.</summary>
    public void Remove()
    {
        Dispose();
        if (_path is not null) File.Delete(_path);
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values) command.Dispose();
        _commands.Clear();
        _transaction?.Dispose();
        _transaction = null;
        _file.Dispose();
    }

    internal AuditProgress Progress
    {
        get => Read("SELECT batch, record, closed, readings, certified, erased FROM progress", row => new AuditProgress(
            (ulong)row.GetInt64(0), row.GetHash(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5))).Single();
        set => Run(
            "UPDATE progress SET batch=$1, record=$2, closed=$3, readings=$4, certified=$5, erased=$6",
            (long)value.Batch, value.Record.ToArray(), value.Closed, value.Readings, value.Certified, value.Erased);
    }

    internal long Found => Read("SELECT count(*) FROM finding", row => row.GetInt64(0))[0];

    internal void BeginWork() => _transaction ??= _file.BeginTransaction();

    internal void Commit()
    {
        _transaction?.Commit();
        _transaction?.Dispose();
        _transaction = null;
    }

    internal void Rollback()
    {
        _transaction?.Rollback();
        _transaction?.Dispose();
        _transaction = null;
    }

    /// <summary>Forgets all, keeps what the state is bound to.</summary>
    internal void StartAgain()
    {
        Rollback();
        Begin(BoundTo()!);
    }

    internal void Add(AuditFinding finding) => Run("INSERT INTO finding (json) VALUES ($1)", JsonSerializer.Serialize(finding, Json));

    internal void Run(string sql, params ReadOnlySpan<object?> values) => Prepared(sql, values).ExecuteNonQuery();

    internal List<T> Read<T>(string sql, Func<DbDataReader, T> row, params ReadOnlySpan<object?> values) => Prepared(sql, values).Read(row);

    private DbCommand Prepared(string sql, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out var command)) _commands.Add(sql, command = _file.Command(sql, values));
        command.Transaction = _transaction;
        return command.With(values);
    }

    private string? BoundTo()
    {
        using var known = _file.Command("SELECT count(*) FROM sqlite_master WHERE name='bound_1'");
        if ((long)known.ExecuteScalar()! == 0) return null;

        using var bound = _file.Command("SELECT subject FROM bound_1");
        return bound.ExecuteScalar() as string;
    }

    private void Begin(string bound)
    {
        foreach (var command in _commands.Values) command.Dispose();
        _commands.Clear();
        using var transaction = _file.BeginTransaction();
        foreach (var table in new[] { "bound_1", "progress", "finding", "place", "suspect", "dangling" }) _file.Execute($"DROP TABLE IF EXISTS {table}");
        _file.Execute(
            """
            CREATE TABLE bound_1 (subject TEXT NOT NULL);
            CREATE TABLE progress (batch INTEGER NOT NULL, record BLOB NOT NULL, closed INTEGER NOT NULL, readings INTEGER NOT NULL, certified INTEGER NOT NULL,
              erased INTEGER NOT NULL);
            INSERT INTO progress VALUES (0, zeroblob(32), 0, 0, 0, 0);
            CREATE TABLE finding (id INTEGER PRIMARY KEY, json TEXT NOT NULL);

            -- Certified places whose record is not in the row that stands there.
            CREATE TABLE place (
              batch INTEGER NOT NULL, position INTEGER NOT NULL, leaf BLOB NOT NULL, stream TEXT NOT NULL, stream_id INTEGER, sequence INTEGER,
              settled INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (batch, position)) WITHOUT ROWID;
            CREATE INDEX place_by_number ON place (stream, sequence);

            -- Rows that are not what was certified where they say that they stand; the one that a place is left to holds it.
            CREATE TABLE suspect (
              source INTEGER NOT NULL, id INTEGER NOT NULL, stream TEXT NOT NULL, sequence INTEGER NOT NULL, batch INTEGER, position INTEGER,
              leaf BLOB, fault TEXT, holds INTEGER NOT NULL, settled INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (source, id)) WITHOUT ROWID;
            CREATE INDEX suspect_by_leaf ON suspect (leaf);
            CREATE INDEX suspect_by_stream ON suspect (stream, sequence);
            CREATE INDEX suspect_by_place ON suspect (batch, position) WHERE holds = 1;

            -- Revisions that are what was certified, and replace what is not there or has another time.
            CREATE TABLE dangling (
              reading INTEGER PRIMARY KEY, stream TEXT NOT NULL, sequence INTEGER NOT NULL, batch INTEGER NOT NULL, replaces INTEGER NOT NULL,
              detail TEXT NOT NULL);
            """);
        _file.Execute("INSERT INTO bound_1 VALUES ($1)", bound);
        transaction.Commit();
    }
}

/// <summary>How far the batches were gone through.</summary>
/// <param name="Batch">The last one that is done, 0 before the first.</param>
/// <param name="Record">What the chain has of that.</param>
/// <param name="Closed">Microseconds since the Unix epoch: when that was closed; 0 where it is not known.</param>
internal readonly record struct AuditProgress(ulong Batch, Hash256 Record, long Closed, long Readings, long Certified, long Erased);
