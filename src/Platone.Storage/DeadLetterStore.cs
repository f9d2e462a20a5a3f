using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Storage;

/// <summary>Messages that were refused, with the reason: kept so that nothing a device sent vanishes without a trace.</summary>
public sealed class DeadLetterStore(SqliteDatabase database)
{
    /// <summary>Of a longer message only the hash and this much of its beginning are kept.</summary>
    public const int KeptBytes = 4096;

    /// <returns>The letters' numbers, in the order given.</returns>
    public Task<IReadOnlyList<long>> AddAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlyList<long>>(
            connection =>
            {
                using var insert = connection.Command(
                    "INSERT INTO dead_letter (received, provider, device, place, found, expected, length, hash, head) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9) RETURNING id",
                    0, 0, 0, 0, 0, 0, 0, 0, 0);
                return [.. letters.Select(letter => (long)insert.With(
                    letter.ReceivedMicros, letter.Provider.ToArray(), letter.Device, letter.Reason.Place, letter.Reason.Found, letter.Reason.Expected,
                    (long)letter.Payload.Length, Keccak256.Hash(letter.Payload.Span).ToArray(), letter.Payload[..Math.Min(letter.Payload.Length, KeptBytes)].ToArray()).ExecuteScalar()!)];
            },
            cancellationToken);

    public long Count()
    {
        using var connection = database.OpenReader();
        using var command = connection.Command("SELECT count(*) FROM dead_letter");
        return (long)command.ExecuteScalar()!;
    }
}

/// <param name="ReceivedMicros">Microseconds since the Unix epoch.</param>
public sealed record DeadLetter(long ReceivedMicros, Address Provider, string Device, ReadOnlyMemory<byte> Payload, PayloadException Reason);
