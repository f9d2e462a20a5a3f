using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using Platone.Certification;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Storage;

/// <summary>
/// Takes readings in. A reading that the store has already (same stream, time and raw bytes) is answered from there; another value
/// for the same stream and time becomes a revision that names what it replaces.
/// </summary>
public sealed class ReadingStore(Database database)
{
    /// <summary>The largest that leaves room for a next one in the store's signed integers.</summary>
    private const ulong MaxSequence = long.MaxValue - 1;

    // Known streams with their next numbers and newest times, so that a reading that is newer costs one insert and no lookup. Only the
    // writer touches it.
    private readonly Dictionary<(Address Provider, StreamName Name), StreamState> _streams = [];

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

    private List<StoredMessage> Accept(DbConnection connection, IReadOnlyList<IncomingMessage> messages)
    {
        using var statements = new Statements(database, connection);
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

        statements.Finish();
        return stored;
    }

    /// <summary>
    /// Erases certified readings for good: each row goes, with salt and raw part, and a tombstone with the stream's next number is left to be certified.
    /// One transaction, through the one writer that numbers readings.
    /// </summary>
    /// <exception cref="ErasureRefusedException">Nothing was erased.</exception>
    public async Task<IReadOnlyList<ErasedReading>> EraseAsync(ErasureOrder order, long nowMicros, CancellationToken cancellationToken)
    {
        var erased = await database.WriteAsync(
            connection =>
            {
                using var find = connection.Command(
                    "SELECT id, next_sequence FROM stream WHERE provider=$1 AND name=$2", order.Provider.ToArray(), order.Stream.ToString());
                if (find.Read(row => (Id: row.GetInt64(0), Next: (ulong)row.GetInt64(1))) is not [var stream])
                    throw new ErasureRefusedException($"There is no stream {order.Provider}/{order.Stream}.");

                // Read again by the next message of the stream: its numbers go on behind the tombstones.
                _streams.Remove((order.Provider, order.Stream));
                return ErasureStatements.Erase(connection, stream.Id, order, stream.Next, nowMicros);
            },
            cancellationToken).ConfigureAwait(false);
        await database.CleanAsync([.. erased.Select(item => item.TimeMicros)], cancellationToken).ConfigureAwait(false);
        return [.. erased.Select(item => item.Erased)];
    }

    private List<AcceptedReading> Accept(Statements statements, IncomingMessage message)
    {
        var plans = message.Decoded.Readings.Select((reading, i) => Plan(statements, message, reading, message.Signers?[i])).ToList();
        RefuseSequenceTwiceInMessage(plans);

        // From here on nothing is refused: a message is stored whole or not at all.
        var messageId = plans.TrueForAll(plan => plan.Known is not null)
            ? 0
            : statements.AddMessage(message, RawParts.Skeleton(message.Payload.Span, message.Decoded.Readings));
        var salts = RandomNumberGenerator.GetBytes(plans.Count * Hash256.Length);
        return
        [
            .. plans.Select((plan, i) => plan.Known ?? Insert(statements, message, messageId, plan, new(salts.AsSpan(i * Hash256.Length, Hash256.Length)))),
        ];
    }

    private IngestPlan Plan(Statements statements, IncomingMessage message, Reading reading, Address? signer)
    {
        var stream = StreamOf(statements, message.Provider, reading.Stream);
        var rawPart = message.Payload.Span.Slice(reading.RawOffset, reading.RawLength).ToArray();
        ulong? replaces = null;
        foreach (var earlier in statements.AtTime(stream, reading.TimeMicros, message.Provider))
        {
            if (earlier.Reading.RawPart.AsSpan().SequenceEqual(rawPart) || (message.Late && SaysTheSame(earlier.Reading, reading)))
                return new(reading, stream, rawPart, null, earlier);

            replaces = earlier.Reading.Sequence;
        }

        if (reading.DeviceSequence is { } number) RefuseUsedSequence(statements, stream, reading.Stream, number);
        if (reading.Replaces is not null || reading.Signature is not null) RefuseOtherReplacement(reading, replaces);
        if (reading.Signature is not null && (signer is null || !statements.IsDeviceKey(message.Provider, signer.Value)))
            throw new PayloadException("signature", signer?.ToString() ?? "a signature of no key", "a device key that the provider registered");
        return new(reading, stream, rawPart, replaces, Known: null);
    }

    /// <summary>An archive has other bytes for what a device sent: only what it says tells whether it is new.</summary>
    private static bool SaysTheSame(StoredReading earlier, Reading reading) =>
        (earlier.Value, earlier.Unit, earlier.Quality) == (reading.Value, reading.Unit, reading.Quality);

    /// <summary>What a device says that it corrects is what the store has there: a signature is over that number.</summary>
    private static void RefuseOtherReplacement(Reading reading, ulong? replaces)
    {
        if (reading.Replaces == replaces) return;

        var found = reading.Replaces?.ToString(CultureInfo.InvariantCulture) ?? "nothing";
        var expected = replaces is { } newest
            ? $"{newest}, the newest number of stream {reading.Stream} at that time"
            : $"nothing: stream {reading.Stream} has no reading at that time";
        throw new PayloadException("replaces", found, expected);
    }

    private static void RefuseUsedSequence(Statements statements, StreamState stream, StreamName name, ulong number)
    {
        if (number is 0 or > MaxSequence)
            throw new PayloadException("sequence", number.ToString(CultureInfo.InvariantCulture), $"a number from 1 to {MaxSequence}");
        if (number < stream.Next && statements.HasSequence(stream.Id, number))
        {
            throw new PayloadException(
                "sequence", number.ToString(CultureInfo.InvariantCulture), $"a number that stream {name} has not used for another reading");
        }
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

    private static AcceptedReading Insert(Statements statements, IncomingMessage message, long messageId, IngestPlan plan, Hash256 salt)
    {
        var (reading, stream) = (plan.Reading, plan.Stream);
        var sequence = reading.DeviceSequence ?? stream.Next;
        if (sequence >= stream.Next) statements.Advance(stream, sequence + 1);
        stream.NewestMicros = Math.Max(stream.NewestMicros, reading.TimeMicros);

        var id = statements.AddReading(stream.Id, sequence, plan, salt, messageId, message);
        return new(
            new(
                id, message.Provider, stream.Name, sequence, reading.TimeMicros, reading.Value, reading.Unit, reading.Quality, plan.Replaces,
                plan.RawPart, salt, Batch: null, Position: null, reading.Signature?.Signature),
            message.CertifyBy, IsNew: true);
    }

    private StreamState StreamOf(Statements statements, Address provider, StreamName name)
    {
        if (_streams.TryGetValue((provider, name), out var state)) return state;

        state = statements.FindOrAddStream(provider, name);
        _streams.Add((provider, name), state);
        return state;
    }

    private sealed class StreamState(long id, StreamName name)
    {
        public long Id => id;

        /// <summary>One object for all of the stream's readings: it keeps its hash.</summary>
        public StreamName Name => name;

        public ulong Next { get; set; } = 1;

        /// <summary>No reading of the stream has a later time.</summary>
        public long NewestMicros { get; set; } = long.MinValue;
    }

    /// <param name="Known">The stored reading that this one repeats.</param>
    private sealed record IngestPlan(Reading Reading, StreamState Stream, byte[] RawPart, ulong? Replaces, AcceptedReading? Known);

    /// <summary>The prepared statements of one transaction.</summary>
    private sealed class Statements(Database database, DbConnection connection) : IDisposable
    {
        private readonly DbCommand _atTime = connection.Command(
            $"SELECT {ReadingRow.Columns}, r.certify_by FROM reading r WHERE r.stream=$1 AND r.time=$2 ORDER BY r.id", 0, 0);
        private readonly DbCommand _hasSequence = connection.Command(
            """
            SELECT 1 WHERE EXISTS (SELECT 1 FROM reading WHERE stream=$1 AND sequence=$2) OR EXISTS (SELECT 1 FROM erased WHERE stream=$1 AND sequence=$2)
            OR EXISTS (SELECT 1 FROM record WHERE stream=$1 AND sequence=$2)
            """,
            0, 0);
        private readonly DbCommand _deviceKey = connection.Command(
            "SELECT 1 FROM device_key WHERE provider=$1 AND device=$2 AND retired IS NULL", Array.Empty<byte>(), Array.Empty<byte>());
        private readonly DbCommand _setNext = connection.Command("UPDATE stream SET next_sequence=$2 WHERE id=$1", 0, 0);
        private readonly TableWriter _messages = database.Writer(connection, "message", "id, provider, device, format, received, payload_hash, skeleton");
        private readonly TableWriter _readings = database.Writer(
            connection, "reading",
            "id, stream, sequence, time, value, unit, quality, replaces, raw_part, raw_offset, salt, message, certify_by, late, signature, signature_offset");
        private readonly HashSet<StreamState> _advanced = [];
        private readonly long _firstSequence = RestorationStore.FirstSequence(connection);
        private long _lastMessage = LastId(connection, "message");
        // A number that an erased reading had is in a receipt of it: none gets it again.
        private long _lastReading = Math.Max(LastId(connection, "reading"), LastId(connection, "erased", "reading"));

        public StreamState FindOrAddStream(Address provider, StreamName name)
        {
            using var find = connection.Command(
                "SELECT id, next_sequence, (SELECT max(time) FROM reading WHERE stream = s.id) FROM stream s WHERE provider=$1 AND name=$2",
                provider.ToArray(), name.ToString());
            if (find.Read(row => Known(row, name)) is [var known]) return known;

            using var add = connection.Command(
                "INSERT INTO stream (provider, name, next_sequence) VALUES ($1,$2,$3) RETURNING id", provider.ToArray(), name.ToString(), _firstSequence);
            return new((long)add.ExecuteScalar()!, name) { Next = (ulong)_firstSequence };
        }

        public List<AcceptedReading> AtTime(StreamState stream, long timeMicros, Address provider)
        {
            if (timeMicros > stream.NewestMicros) return [];

            // One of them may have come a moment ago, in the same commit.
            _readings.Flush();
            return _atTime.With(stream.Id, timeMicros)
                .Read(row => new AcceptedReading(ReadingRow.Parse(row, provider, stream.Name), row.GetInt64(ReadingRow.Count), IsNew: false));
        }

        public bool HasSequence(long stream, ulong number)
        {
            _readings.Flush();
            return _hasSequence.With(stream, (long)number).ExecuteScalar() is not null;
        }

        /// <summary>Whether the provider registered the key and has not retired it, as far as the chain was read.</summary>
        public bool IsDeviceKey(Address provider, Address device) => _deviceKey.With(provider.ToArray(), device.ToArray()).ExecuteScalar() is not null;

        /// <summary>Written once a stream, by <see cref="Finish"/>.</summary>
        public void Advance(StreamState stream, ulong next)
        {
            stream.Next = next;
            _advanced.Add(stream);
        }

        public void Finish()
        {
            _messages.Flush();
            _readings.Flush();
            foreach (var stream in _advanced) _setNext.With(stream.Id, (long)stream.Next).ExecuteNonQuery();
        }

        public long AddMessage(IncomingMessage message, byte[] skeleton)
        {
            _messages.Add(
                ++_lastMessage, message.Provider.ToArray(), message.Device, (long)message.Decoded.Format, message.ReceivedMicros,
                Keccak256.Hash(message.Payload.Span).ToArray(), skeleton);
            return _lastMessage;
        }

        public long AddReading(long stream, ulong sequence, IngestPlan plan, Hash256 salt, long messageId, IncomingMessage message)
        {
            _readings.Add(
                ++_lastReading, stream, (long)sequence, plan.Reading.TimeMicros, plan.Reading.Value.ToString(), UnitSymbols.Text(plan.Reading.Unit),
                (long)plan.Reading.Quality, (long?)plan.Replaces, plan.RawPart, (long)plan.Reading.RawOffset, salt.ToArray(), messageId,
                message.CertifyBy, message.Late ? 1L : 0L, plan.Reading.Signature?.Signature.ToArray(), (long?)plan.Reading.Signature?.Offset);
            return _lastReading;
        }

        public void Dispose()
        {
            _atTime.Dispose();
            _hasSequence.Dispose();
            _deviceKey.Dispose();
            _setNext.Dispose();
            _messages.Dispose();
            _readings.Dispose();
        }

        private static StreamState Known(DbDataReader row, StreamName name) =>
            new(row.GetInt64(0), name) { Next = (ulong)row.GetInt64(1), NewestMicros = row.GetNullableInt64(2) ?? long.MinValue };

        /// <summary>Rows are numbered here, by the one writer: RETURNING would make a query of every insert.</summary>
        private static long LastId(DbConnection connection, string table, string column = "id")
        {
            using var command = connection.Command($"SELECT coalesce(max({column}), 0) FROM {table}");
            return (long)command.ExecuteScalar()!;
        }
    }
}
