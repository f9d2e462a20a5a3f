using System.Collections.Concurrent;
using System.Data.Common;
using System.Text;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Storage.Audit;

/// <summary>A row of the table <c>stream</c> as somebody may have left it.</summary>
/// <param name="Text">As in the view <c>readings</c>: provider and stream.</param>
/// <param name="Fault">Why nothing of it can be certified, or null.</param>
sealed record AuditedStream(long Id, string Text, Address Provider, StreamName? Name, long Next, string? Fault)
{
    public static AuditedStream Parse(DbDataReader row)
    {
        var (provider, name) = (row.GetBytes(1), row.GetString(2));
        var known = StreamName.TryParse(name, out var parsed);
        var fault = provider.Length != Address.Length ? $"the stream's provider has {provider.Length} bytes" : known ? null : $"the stream's name is '{name}'";
        return new(
            row.GetInt64(0), $"{Hex.Encode(provider)}/{name}", provider.Length == Address.Length ? new(provider) : Address.Zero, parsed,
            row.GetInt64(3), fault);
    }

    public static AuditedStream Unknown(long id) => new(
        id, FormattableString.Invariant($"(no stream {id})"), Address.Zero, null, 0, "the store does not know its stream");
}

/// <summary>The streams that were met lately: each is read, parsed and hashed once for many rows. Several threads may ask.</summary>
sealed class AuditedStreams
{
    /// <summary>Some 20 MB; where a store has more streams, all are forgotten and met again.</summary>
    private const int MostKept = 65_536;

    private readonly ConcurrentDictionary<long, AuditedStream> _known = new();

    public AuditedStream Of(DbConnection connection, long id)
    {
        if (_known.TryGetValue(id, out var stream)) return stream;
        using var find = connection.Command("SELECT id, provider, name, next_sequence FROM stream WHERE id=$1", id);
        stream = find.Read(AuditedStream.Parse).SingleOrDefault() ?? AuditedStream.Unknown(id);
        // Hashed here, where rows are read, and not where they are checked.
        _ = stream.Name?.Hash;
        if (_known.Count >= MostKept) _known.Clear();
        _known[id] = stream;
        return stream;
    }

    /// <summary>The stream that is certified under a hash, null where the store does not know it any more.</summary>
    public static AuditedStream? Find(DbConnection connection, Address provider, Hash256 hash)
    {
        using var find = connection.Command("SELECT id, provider, name, next_sequence FROM stream WHERE provider=$1", provider.ToArray());
        using var row = find.ExecuteReader();
        while (row.Read())
        {
            if (Keccak256.Hash(Encoding.UTF8.GetBytes(row.GetString(2))) == hash) return AuditedStream.Parse(row);
        }

        return null;
    }
}
