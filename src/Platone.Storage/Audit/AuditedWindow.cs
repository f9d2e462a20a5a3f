using System.Data.Common;
using System.Globalization;
using System.Threading.Channels;
using Platone.Certification;
using Platone.Cryptography;

namespace Platone.Storage.Audit;

/// <summary>A piece of what stands in the store: some batches, rows of them with their leaves, or that there are no more rows of them.</summary>
sealed record AuditedPiece(IReadOnlyList<AuditedBatch>? Batches, IReadOnlyList<AuditedRow>? Rows);

/// <summary>A few batches and their rows, read on a thread of its own by few large queries, of one moment of the store.</summary>
sealed class AuditedWindow
{
    /// <summary>In one piece.</summary>
    private const int RowsAtOnce = 1024;

    /// <summary>Two full batches and a little: a store that has more rows than that under their numbers makes the reader wait, not memory grow.</summary>
    private const int PiecesAhead = (2 * ClosedBatch.MaxCount / RowsAtOnce) + 4;

    private readonly Channel<AuditedPiece> _pieces = Channel.CreateBounded<AuditedPiece>(
        new BoundedChannelOptions(PiecesAhead) { SingleReader = true, SingleWriter = true });
    private readonly Database _database;
    private readonly AuditScope _scope;
    private readonly ulong _first;
    private readonly IReadOnlyList<Hash256> _onChain;
    private readonly AuditedStreams _streams;
    private readonly ReadingLeaves _leaves = new();

    private AuditedWindow(
        Database database, AuditScope scope, AuditedStreams streams, ulong first, IReadOnlyList<Hash256> onChain, CancellationToken cancellationToken)
    {
        (_database, _scope, _streams, _first, _onChain) = (database, scope, streams, first, onChain);
        Ended = Task.Run(() => RunAsync(cancellationToken), CancellationToken.None);
    }

    public ChannelReader<AuditedPiece> Pieces => _pieces.Reader;

    /// <summary>Never fails: what went wrong is told by <see cref="Pieces"/>.</summary>
    public Task Ended { get; }

    /// <summary>Begins to read.</summary>
    /// <param name="onChain">What the chain has of the batches from <paramref name="first"/> on.</param>
    public static AuditedWindow Read(
        Database database, AuditScope scope, AuditedStreams streams, ulong first, IReadOnlyList<Hash256> onChain, CancellationToken cancellationToken) =>
        new(database, scope, streams, first, onChain, cancellationToken);

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(cancellationToken).ConfigureAwait(false);
            _pieces.Writer.Complete();
        }
        catch (Exception e)
        {
            _pieces.Writer.Complete(e);
        }
    }

    /// <summary>All of one moment, so that what is erased meanwhile is either there or erased.</summary>
    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        using var connection = _database.OpenSnapshot();
        using var lookUp = _database.OpenReader();
        var last = _first + (ulong)_onChain.Count - 1;
        await _pieces.Writer.WriteAsync(new(Batches(connection, last), null), cancellationToken).ConfigureAwait(false);

        var condition = StreamCondition(lookUp);
        foreach (var (select, parse) in new (string, Func<DbDataReader, RowColumns, AuditedRow>)[]
        {
            (AuditedRow.SelectRecords, (row, _) => AuditedRow.ParseRecord(row, _streams, lookUp)),
            (AuditedRow.SelectErased, (row, _) => AuditedRow.ParseErased(row, _streams, lookUp)),
            (AuditedRow.SelectReadings, (_, columns) => AuditedRow.ParseReading(columns, _streams, lookUp, _leaves)),
        })
        {
            using var command = connection.Command(
                $"{select} WHERE r.batch BETWEEN $1 AND $2{condition} ORDER BY r.batch, r.position", (long)_first, (long)last);
            await ReadAsync(command, parse, cancellationToken).ConfigureAwait(false);
        }

        await _pieces.Writer.WriteAsync(new(null, null), cancellationToken).ConfigureAwait(false);
    }

    private async Task ReadAsync(DbCommand command, Func<DbDataReader, RowColumns, AuditedRow> parse, CancellationToken cancellationToken)
    {
        using var row = command.ExecuteReader();
        var columns = _database.Columns(row);
        for (var isMore = true; isMore;)
        {
            var rows = new List<AuditedRow>(RowsAtOnce);
            while (rows.Count < RowsAtOnce && (isMore = row.Read())) rows.Add(parse(row, columns));
            _leaves.Set();
            if (rows.Count > 0) await _pieces.Writer.WriteAsync(new(null, rows), cancellationToken).ConfigureAwait(false);
        }
    }

    private List<AuditedBatch> Batches(DbConnection connection, ulong last)
    {
        var stored = AuditedBatch.ReadStored(connection, _first, last);
        return [.. _onChain.Select((record, i) => AuditedBatch.Of(_first + (ulong)i, record, stored.GetValueOrDefault(_first + (ulong)i)))];
    }

    private string StreamCondition(DbConnection connection)
    {
        if (_scope.Stream is not { } stream) return "";

        var only = AuditedStreams.Find(connection, stream.Provider, stream.Name.Hash)
            ?? throw new InvalidDataException($"the store has no stream {stream.Provider}/{stream.Name}");
        return string.Create(CultureInfo.InvariantCulture, $" AND r.stream = {only.Id}");
    }
}
