using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Platone.Certification;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Storage;

/// <summary>
/// Takes readings in. A reading that the store has already (same stream, time and raw bytes) is answered from there; another value
/// for the same stream and time becomes a revision that names what it replaces.
/// </summary>
public sealed class ReadingStore(SqliteDatabase database)
{
    /// <summary>The largest that leaves room for a next one in the store's signed integers.</summary>
    private const ulong MaxSequence = long.MaxValue - 1;

    // Known streams and their next numbers, so that a reading costs one lookup by time and one insert. Only the writer touches it.
    private readonly Dictionary<(Address Provider, string Name), StreamState> _streams = [];

    /// <summary>Stores many messages in one transaction; when the task ends, what was accepted is durable.</summary>
    public async Task<IReadOnlyList<StoredMessage>> AcceptAsync(IReadOnlyList<IncomingMessage> messages, CancellationToken cancellationToken)
    {
        try
        {
            return await database.WriteAsync(connection => Accept(connection, messages), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // The transaction is gone, and with it what the cache may have counted.
            _streams.Clear();
            throw;
        }
    }

    private List<StoredMessage> Accept(SqliteConnection connection, IReadOnlyList<IncomingMessage> messages)
    {
        using var statements = new Statements(connection);
        var stored = new List<StoredMessage>(messages.Count);
        foreach (var message in messages)
        {
            try
            {
                stored.Add(new(Accept(statements, message), Refusal: null));
            }
            catch (PayloadException refusal)
            {
                stored.Add(new([], refusal));
            }
            catch (CorruptReadingException damage)
            {
                // Somebody wrote into the row that this message would be compared with: the audit names it, only this message suffers.
                stored.Add(new([], new PayloadException("store", damage.Message, "an undamaged reading to compare with")));
            }
        }

        return stored;
    }

    private List<AcceptedReading> Accept(Statements statements, IncomingMessage message)
    {
        var plans = message.Decoded.Readings.Select(reading => Plan(statements, message, reading)).ToList();
        RefuseSequenceTwiceInMessage(plans);

        // From here on nothing is refused: a message is stored whole or not at all.
        var messageId = plans.TrueForAll(plan => plan.Known is not null) ? 0 : statements.InsertMessage(message, RawParts.Skeleton(message.Payload.Span, message.Decoded.Readings));
        return plans.ConvertAll(plan => plan.Known ?? Insert(statements, message, messageId, plan));
    }

    private IngestPlan Plan(Statements statements, IncomingMessage message, Reading reading)
    {
        var stream = StreamOf(statements, message.Provider, reading.Stream);
        var rawPart = message.Payload.Span.Slice(reading.RawOffset, reading.RawLength).ToArray();
        ulong? replaces = null;
        foreach (var earlier in statements.AtTime(stream.Id, reading.TimeMicros, message.Provider, reading.Stream))
        {
            if (earlier.Reading.RawPart.AsSpan().SequenceEqual(rawPart)) return new(reading, stream, rawPart, null, earlier);
            replaces = earlier.Reading.Sequence;
        }

        if (reading.DeviceSequence is { } number) RefuseUsedSequence(statements, stream, reading.Stream, number);
        return new(reading, stream, rawPart, replaces, Known: null);
    }

    private static void RefuseUsedSequence(Statements statements, StreamState stream, StreamName name, ulong number)
    {
        if (number is 0 or > MaxSequence)
            throw new PayloadException("sequence", number.ToString(System.Globalization.CultureInfo.InvariantCulture), $"a number from 1 to {MaxSequence}");
        if (number < stream.Next && statements.HasSequence(stream.Id, number))
            throw new PayloadException("sequence", number.ToString(System.Globalization.CultureInfo.InvariantCulture), $"a number that stream {name} has not used for another reading");
    }

    private static void RefuseSequenceTwiceInMessage(List<IngestPlan> plans)
    {
        var seen = new HashSet<(long, ulong)>();
        foreach (var plan in plans)
        {
            if (plan.Known is null && plan.Reading.DeviceSequence is { } number && !seen.Add((plan.Stream.Id, number)))
                throw new PayloadException("sequence", $"{number} twice in stream {plan.Reading.Stream}", "one number a reading of a stream");
        }
    }

    private static AcceptedReading Insert(Statements statements, IncomingMessage message, long messageId, IngestPlan plan)
    {
        var (reading, stream) = (plan.Reading, plan.Stream);
        var sequence = reading.DeviceSequence ?? stream.Next;
        if (sequence >= stream.Next)
        {
            stream.Next = sequence + 1;
            statements.SetNextSequence(stream);
        }

        var salt = new Hash256(RandomNumberGenerator.GetBytes(Hash256.Length));
        var id = statements.InsertReading(stream.Id, sequence, plan, salt, messageId, message.CertifyBy);
        return new(
            new(id, message.Provider, reading.Stream, sequence, reading.TimeMicros, reading.Value, reading.Unit, reading.Quality, plan.Replaces, plan.RawPart, salt, Batch: null, Position: null),
            message.CertifyBy, IsNew: true);
    }

    private StreamState StreamOf(Statements statements, Address provider, StreamName name)
    {
        var key = (provider, name.ToString());
        if (_streams.TryGetValue(key, out var state)) return state;

        state = statements.FindOrAddStream(provider, key.Item2);
        _streams.Add(key, state);
        return state;
    }

    private sealed record StreamState(long Id)
    {
        public ulong Next { get; set; } = 1;
    }

    /// <param name="Known">The stored reading that this one repeats.</param>
    private sealed record IngestPlan(Reading Reading, StreamState Stream, byte[] RawPart, ulong? Replaces, AcceptedReading? Known);

    /// <summary>The prepared statements of one transaction.</summary>
    private sealed class Statements(SqliteConnection connection) : IDisposable
    {
        private readonly SqliteCommand _atTime = connection.Command(
            $"SELECT {ReadingRow.Columns}, r.certify_by FROM reading r WHERE r.stream=$1 AND r.time=$2 ORDER BY r.id", 0, 0);
        private readonly SqliteCommand _hasSequence = connection.Command("SELECT 1 FROM reading WHERE stream=$1 AND sequence=$2", 0, 0);
        private readonly SqliteCommand _setNext = connection.Command("UPDATE stream SET next_sequence=$2 WHERE id=$1", 0, 0);
        private readonly SqliteCommand _insertMessage = connection.Command(
            "INSERT INTO message (provider, device, format, received, payload_hash, skeleton) VALUES ($1,$2,$3,$4,$5,$6) RETURNING id", 0, 0, 0, 0, 0, 0);
        private readonly SqliteCommand _insertReading = connection.Command(
            "INSERT INTO reading (stream, sequence, time, value, unit, quality, replaces, raw_part, raw_offset, salt, message, certify_by) "
            + "VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12) RETURNING id", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

        public StreamState FindOrAddStream(Address provider, string name)
        {
            using var find = connection.Command("SELECT id, next_sequence FROM stream WHERE provider=$1 AND name=$2", provider.ToArray(), name);
            if (find.Read(row => new StreamState(row.GetInt64(0)) { Next = (ulong)row.GetInt64(1) }) is [var known]) return known;

            using var add = connection.Command("INSERT INTO stream (provider, name, next_sequence) VALUES ($1,$2,1) RETURNING id", provider.ToArray(), name);
            return new((long)add.ExecuteScalar()!);
        }

        public List<AcceptedReading> AtTime(long stream, long timeMicros, Address provider, StreamName name) =>
            _atTime.With(stream, timeMicros).Read(row => new AcceptedReading(ReadingRow.Parse(row, provider, name), row.GetInt64(ReadingRow.Count), IsNew: false));

        public bool HasSequence(long stream, ulong number) => _hasSequence.With(stream, (long)number).ExecuteScalar() is not null;

        public void SetNextSequence(StreamState stream) => _setNext.With(stream.Id, (long)stream.Next).ExecuteNonQuery();

        public long InsertMessage(IncomingMessage message, byte[] skeleton) => (long)_insertMessage.With(
            message.Provider.ToArray(), message.Device, (long)message.Decoded.Format, message.ReceivedMicros,
            Keccak256.Hash(message.Payload.Span).ToArray(), skeleton).ExecuteScalar()!;

        public long InsertReading(long stream, ulong sequence, IngestPlan plan, Hash256 salt, long message, long certifyBy) => (long)_insertReading.With(
            stream, (long)sequence, plan.Reading.TimeMicros, plan.Reading.Value.ToString(), UnitSymbols.Text(plan.Reading.Unit), (long)plan.Reading.Quality,
            (long?)plan.Replaces, plan.RawPart, (long)plan.Reading.RawOffset, salt.ToArray(), message, certifyBy).ExecuteScalar()!;

        public void Dispose()
        {
            _atTime.Dispose();
            _hasSequence.Dispose();
            _setNext.Dispose();
            _insertMessage.Dispose();
            _insertReading.Dispose();
        }
    }
}
