using System.Data.Common;
using System.Globalization;
using Platone.Certification;
using Platone.Cryptography;

namespace Platone.Storage.Audit;

/// <summary>
/// Names what was done to rows and places that do not fit each other: one cause, one finding. In the order of what can be shown: a row at another's
/// place, two rows that exchanged something, a copy, a change, a deletion, an insertion.
/// </summary>
sealed class Causes : IDisposable
{
    private const int PlacesAtOnce = 1000;

    /// <summary>Exchanged values are looked for among so many changed rows: each is tried with each.</summary>
    private const int MostTried = 300;

    private readonly AuditState _state;
    private readonly DbConnection _connection;
    private readonly AuditedStreams _streams = new();
    private readonly ReplacedReadings _replaced;
    private readonly Database _database;

    public Causes(Database database, AuditState state)
    {
        _state = state;
        _connection = database.OpenReader();
        _replaced = new(database);
        _database = database;
    }

    public void Name(CancellationToken cancellationToken)
    {
        ForEachPlace(NameMoved, cancellationToken);
        NameExchanged(cancellationToken);
        ForEachPlace(NamePlace, cancellationToken);
        ForEachSuspect(NameStray, cancellationToken);
        foreach (var (reading, stream, sequence, batch, replaces, detail) in _state.Read(
            // Where the replaced number is what a finding names, that is the one cause.
            """
            SELECT reading, stream, sequence, batch, replaces, detail FROM dangling d
            WHERE NOT EXISTS (SELECT 1 FROM place p WHERE p.stream = d.stream AND (p.sequence = d.replaces OR p.sequence IS NULL))
              AND NOT EXISTS (SELECT 1 FROM suspect s WHERE s.stream = d.stream AND s.sequence = d.replaces)
            ORDER BY reading
            """,
            row => (row.GetInt64(0), row.GetString(1), (ulong)row.GetInt64(2), (ulong)row.GetInt64(3), (ulong)row.GetInt64(4), row.GetString(5))))
        {
            var described = Find(reading) is { } row ? _replaced.Describe(row.Stream.Id, replaces) : new(replaces);
            _state.Add(new(AuditFindingKind.Revision, detail, batch, reading, stream, sequence, Replaces: described));
        }
    }

    public void Dispose()
    {
        _replaced.Dispose();
        _connection.Dispose();
    }

    private void ForEachPlace(Action<Place> act, CancellationToken cancellationToken)
    {
        var after = (Batch: 0L, Position: -1L);
        while (true)
        {
            var places = _state.Read(
                """
                SELECT batch, position, leaf, stream, stream_id, sequence FROM place
                WHERE settled = 0 AND (batch, position) > ($1, $2) ORDER BY batch, position LIMIT $3
                """,
                Place.Parse, after.Batch, after.Position, (long)PlacesAtOnce);
            if (places.Count == 0) return;

            foreach (var place in places)
            {
                cancellationToken.ThrowIfCancellationRequested();
                // One before it may have been exchanged with it.
                if (!IsSettled(place)) act(place);
            }

            after = (places[^1].Batch, places[^1].Position);
        }
    }

    private void ForEachSuspect(Action<Suspect> act, CancellationToken cancellationToken)
    {
        var after = (Source: 0L, Id: long.MinValue);
        while (true)
        {
            var suspects = _state.Read(
                $"SELECT {Suspect.Columns} FROM suspect WHERE settled = 0 AND (source, id) > ($1, $2) ORDER BY source, id LIMIT $3",
                Suspect.Parse, after.Source, after.Id, (long)PlacesAtOnce);
            if (suspects.Count == 0) return;

            foreach (var suspect in suspects)
            {
                cancellationToken.ThrowIfCancellationRequested();
                act(suspect);
            }

            after = ((long)suspects[^1].Source, suspects[^1].Id);
        }
    }

    /// <summary>The certified row may be there, and stand elsewhere.</summary>
    private void NameMoved(Place place)
    {
        if (FittingSuspect(place) is { } row)
        {
            var holder = HolderOf(place.Batch, place.Position);
            var left = row.Holds ? PlaceAt(row.Batch!.Value, row.Position!.Value) : null;
            if (left is not null && holder is not null && holder.Leaf == left.Leaf)
            {
                Settle(place, row);
                Settle(left, holder);
                var detail = $"it stands at position {row.Position} of batch {row.Batch}, reading {holder.Id} at its own";
                _state.Add(Finding(AuditFindingKind.Swapped, place, row, detail) with { Other = holder.Id });
                return;
            }

            Settle(place, row);
            if (holder is not null)
                _state.Run("UPDATE suspect SET holds=0, fault=coalesce(fault, $3) WHERE source=$1 AND id=$2", (long)holder.Source, holder.Id, Taken(place));

            _state.Add(Finding(AuditFindingKind.Missing, place, row, $"{NoRow(place)}; the reading is now at position {row.Position} of batch {row.Batch}"));
            return;
        }

        if (Elsewhere(place) is not { } found) return;

        BatchAudit.Suspect(_state, found, null, holds: false, settled: true);
        _state.Run("UPDATE place SET settled=1 WHERE batch=$1 AND position=$2", place.Batch, place.Position);
        var where = found.Batch is { } batch
            ? $"at position {found.Position?.ToString(CultureInfo.InvariantCulture) ?? "NULL"} of batch {batch}"
            : "in no batch";
        _state.Add(new(AuditFindingKind.Missing, $"{NoRow(place)}; the reading is now {where}", (ulong)place.Batch, found.Id, place.Stream, place.Sequence));
        if (HolderOf(place.Batch, place.Position) is { } other)
            _state.Run("UPDATE suspect SET holds=0, fault=coalesce(fault, $3) WHERE source=$1 AND id=$2", (long)other.Source, other.Id, Taken(place));
    }

    private void NameExchanged(CancellationToken cancellationToken)
    {
        var changed = _state.Read(
            """
            SELECT p.batch, p.position, p.leaf, p.stream, p.stream_id, p.sequence, s.id
            FROM place p JOIN suspect s ON s.batch = p.batch AND s.position = p.position AND s.holds = 1
            WHERE p.settled = 0 AND s.settled = 0 AND s.source = 0 ORDER BY p.batch, p.position LIMIT $1
            """,
            row => (Place: Place.Parse(row), Id: row.GetInt64(6)), (long)MostTried);
        var rows = changed.Select(item => (item.Place, Row: Find(item.Id))).Where(item => item.Row?.Reading is not null).ToList();
        var done = new bool[rows.Count];
        // Numbers come again in every stream: where two readings of one stream explain each other, no other stream's is asked.
        NamePairs(ofOneStream: true);
        NamePairs(ofOneStream: false);

        void NamePairs(bool ofOneStream)
        {
            for (var i = 0; i < rows.Count; i++)
            for (var k = i + 1; k < rows.Count && !done[i]; k++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (done[k] || rows[i].Place.StreamId == rows[k].Place.StreamId != ofOneStream) continue;
                if (Exchange.Between(rows[i].Row!.Reading!, rows[i].Place.Leaf, rows[k].Row!.Reading!, rows[k].Place.Leaf) is not { } what)
                    continue;

                (done[i], done[k]) = (true, true);
                Settle(rows[i].Place, rows[i].Row!);
                Settle(rows[k].Place, rows[k].Row!);
                _state.Add(new(
                    AuditFindingKind.Swapped, $"it has the {what} of reading {rows[k].Row!.Id}, and that has its own", (ulong)rows[i].Place.Batch,
                    rows[i].Row!.Id, rows[i].Row!.Stream.Text, rows[i].Row!.Sequence, rows[k].Row!.Id));
            }
        }
    }

    private void NamePlace(Place place)
    {
        if (HolderOf(place.Batch, place.Position) is not { } holder)
        {
            _state.Run("UPDATE place SET settled=1 WHERE batch=$1 AND position=$2", place.Batch, place.Position);
            _state.Add(new(AuditFindingKind.Missing, NoRow(place), (ulong)place.Batch, null, place.Stream, place.Sequence));
            return;
        }

        if (holder.Source == RowSource.Erased)
        {
            Settle(place, holder);
            _state.Add(new(
                AuditFindingKind.Missing, holder.Fault ?? "the store says that it was erased, and its tombstone names another record",
                (ulong)place.Batch, holder.Id, place.Stream, place.Sequence));
            return;
        }

        var row = holder.Source == RowSource.Reading ? Find(holder.Id) : null;
        // Another reading's copy stands where a reading was taken out.
        if (row?.Reading is not null && row.Sequence != place.Sequence
            && OriginalOf(row) is { } original && original.Leaf is { } leaf && leaf != place.Leaf && !IsSuspect(original))
        {
            _state.Run("UPDATE place SET settled=1 WHERE batch=$1 AND position=$2", place.Batch, place.Position);
            _state.Add(new(AuditFindingKind.Missing, NoRow(place), (ulong)place.Batch, null, place.Stream, place.Sequence));
            _state.Run("UPDATE suspect SET holds=0 WHERE source=$1 AND id=$2", (long)holder.Source, holder.Id);
            return;
        }

        Settle(place, holder);
        var restored = row?.Reading is { } reading
            ? Restoration.Of(reading, place.Leaf, place.Sequence, place.StreamId is { } id ? _streams.Of(_connection, id) : null, OthersAt(row))
            : null;
        var isRevision = row?.Replaces is not null || restored?.Reading.Replaces is not null;
        var detail = holder.Fault ?? restored?.What ?? $"the row makes leaf {holder.Leaf}, certified is {place.Leaf}";
        _state.Add(Finding(isRevision ? AuditFindingKind.Revision : AuditFindingKind.Changed, place, holder, detail) with { Replaces = Described(row) });
    }

    private void NameStray(Suspect suspect)
    {
        _state.Run("UPDATE suspect SET settled=1 WHERE source=$1 AND id=$2", (long)suspect.Source, suspect.Id);
        if (suspect.Source == RowSource.Erased)
        {
            _state.Add(new(
                AuditFindingKind.Inserted, suspect.Fault ?? "the store says that it was erased, and it is there", (ulong?)suspect.Batch, suspect.Id,
                suspect.Stream, suspect.Sequence));
            return;
        }

        var row = suspect.Source == RowSource.Reading ? Find(suspect.Id) : null;
        _state.Add(OfStray(row, suspect.Fault ?? "no place of the batch is its own") ?? new(
            AuditFindingKind.Inserted, suspect.Fault ?? "no place of the batch is its own", (ulong?)suspect.Batch,
            suspect.Source == RowSource.Reading ? suspect.Id : null, suspect.Stream, suspect.Sequence,
            Record: suspect.Source == RowSource.Record ? suspect.Id : null));
    }

    /// <summary>A row that nobody certified: a copy, an invented revision, or null for neither.</summary>
    public AuditFinding? OfStray(AuditedRow? row, string detail)
    {
        if (row is null) return null;
        if (OriginalOf(row) is { } original)
        {
            return new(
                AuditFindingKind.Duplicate, $"a copy of reading {original.Id}, number {original.Sequence} of {original.Stream.Text}; {detail}",
                (ulong?)row.Batch, row.Id, row.Stream.Text, row.Sequence, original.Id, Replaces: Described(row));
        }

        if (row.Replaces is null) return null;

        return new(
            AuditFindingKind.Revision, $"an invented revision; {detail}", (ulong?)row.Batch, row.Id, row.Stream.Text, row.Sequence,
            Replaces: Described(row));
    }

    /// <summary>
    /// A salt is 32 random bytes: two rows with one are one and its copy. Looked for where a copy is made for: at the same place, time
    /// or number.
    /// </summary>
    private AuditedRow? OriginalOf(AuditedRow row)
    {
        if (row.Reading is not { } reading) return null;

        using var command = _connection.Command(
            $"""
            {AuditedRow.SelectReadings}
            WHERE r.id <> $1 AND ((r.stream = $2 AND r.time = $3) OR (r.stream = $2 AND r.sequence = $4) OR (r.batch = $5 AND r.position = $6))
              AND r.salt = $7
            ORDER BY r.id LIMIT 1
            """,
            row.Id, row.Stream.Id, reading.TimeMicros, (long)row.Sequence, row.Batch, row.Position, reading.Salt.ToArray());
        return One(command) ?? Anywhere(row, reading);
    }

    /// <summary>The copy may have been given another stream and another time: then the whole store is looked through, so it is asked for few only.</summary>
    private AuditedRow? Anywhere(AuditedRow row, StoredReading reading)
    {
        if (_looked++ >= MostLooked) return null;

        using var command = _connection.Command(
            $"{AuditedRow.SelectReadings} WHERE r.id <> $1 AND r.salt = $2 ORDER BY r.id LIMIT 1", row.Id, reading.Salt.ToArray());
        return One(command);
    }

    private const int MostLooked = 10;

    private int _looked;

    private List<ulong> OthersAt(AuditedRow row)
    {
        using var command = _connection.Command(
            "SELECT sequence FROM reading WHERE stream=$1 AND time=$2 AND id <> $3 ORDER BY id LIMIT 100", row.Stream.Id, row.TimeMicros, row.Id);
        return command.Read(found => (ulong)found.GetInt64(0));
    }

    private ReplacedReading? Described(AuditedRow? row) => row?.Replaces is { } replaces ? _replaced.Describe(row.Stream.Id, replaces) : null;

    public AuditedRow? Find(long id)
    {
        using var command = _connection.Command($"{AuditedRow.SelectReadings} WHERE r.id=$1 ORDER BY r.id LIMIT 1", id);
        return One(command);
    }

    private AuditedRow? Elsewhere(Place place)
    {
        if (place.StreamId is not { } stream || place.Sequence is not { } sequence) return null;

        using var command = _connection.Command(
            $"{AuditedRow.SelectReadings} WHERE r.stream=$1 AND r.sequence=$2 ORDER BY r.id LIMIT 2", stream, (long)sequence);
        return All(command).Find(row => row.Leaf == place.Leaf);
    }

    private AuditedRow? One(DbCommand command) => All(command).FirstOrDefault();

    private List<AuditedRow> All(DbCommand command)
    {
        var rows = new List<AuditedRow>();
        using var reader = command.ExecuteReader();
        var columns = _database.Columns(reader);
        // Streams are asked for on another connection: this one is reading.
        while (reader.Read()) rows.Add(AuditedRow.ParseWholeReading(columns, _streams, Streams));
        return rows;
    }

    private DbConnection Streams => _replaced.Connection;

    private Suspect? FittingSuspect(Place place) => _state.Read(
        $"SELECT {Suspect.Columns} FROM suspect WHERE leaf=$1 AND settled=0 ORDER BY source, id LIMIT 1", Suspect.Parse, place.Leaf.ToArray()).FirstOrDefault();

    private Suspect? HolderOf(long batch, long position) => _state.Read(
        $"SELECT {Suspect.Columns} FROM suspect WHERE batch=$1 AND position=$2 AND holds=1 AND settled=0", Suspect.Parse, batch, position).FirstOrDefault();

    private Place? PlaceAt(long batch, long position) => _state.Read(
        "SELECT batch, position, leaf, stream, stream_id, sequence FROM place WHERE batch=$1 AND position=$2 AND settled=0",
        Place.Parse, batch, position).FirstOrDefault();

    private bool IsSettled(Place place) => PlaceAt(place.Batch, place.Position) is null;

    private bool IsSuspect(AuditedRow row) => _state.Read("SELECT 1 FROM suspect WHERE source=$1 AND id=$2", _ => true, (long)row.Source, row.Id).Count > 0;

    private void Settle(Place place, AuditedRow row) => Settle(place, row.Source, row.Id);

    private void Settle(Place place, Suspect row) => Settle(place, row.Source, row.Id);

    private void Settle(Place place, RowSource source, long id)
    {
        _state.Run("UPDATE place SET settled=1 WHERE batch=$1 AND position=$2", place.Batch, place.Position);
        _state.Run("UPDATE suspect SET settled=1 WHERE source=$1 AND id=$2", (long)source, id);
    }

    private static AuditFinding Finding(AuditFindingKind kind, Place place, Suspect row, string detail) => new(
        kind, detail, (ulong)place.Batch, row.Source == RowSource.Reading ? row.Id : null, kind == AuditFindingKind.Missing ? place.Stream : row.Stream,
        kind == AuditFindingKind.Missing ? place.Sequence : row.Sequence, Record: row.Source == RowSource.Record ? row.Id : null);

    private static string NoRow(Place place) => FormattableString.Invariant($"position {place.Position} of the batch has no row");

    private static string Taken(Place place) => FormattableString.Invariant($"position {place.Position} of the batch belongs to another reading");

    private sealed record Place(long Batch, long Position, Hash256 Leaf, string Stream, long? StreamId, ulong? Sequence)
    {
        public static Place Parse(DbDataReader row) => new(
            row.GetInt64(0), row.GetInt64(1), row.GetHash(2), row.GetString(3), row.GetNullableInt64(4), (ulong?)row.GetNullableInt64(5));
    }

    private sealed record Suspect(
        RowSource Source, long Id, string Stream, ulong Sequence, long? Batch, long? Position, Hash256? Leaf, string? Fault, bool Holds)
    {
        public const string Columns = "source, id, stream, sequence, batch, position, leaf, fault, holds";

        public static Suspect Parse(DbDataReader row) => new(
            (RowSource)row.GetInt64(0), row.GetInt64(1), row.GetString(2), (ulong)row.GetInt64(3), row.GetNullableInt64(4), row.GetNullableInt64(5),
            row.IsDBNull(6) ? null : row.GetHash(6), row.IsDBNull(7) ? null : row.GetString(7), row.GetInt64(8) != 0);
    }
}
