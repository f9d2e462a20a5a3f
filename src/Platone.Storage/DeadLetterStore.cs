using System.Data.Common;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Storage;

/// <summary>
/// Messages that were refused, with the reason: kept so that nothing a device sent vanishes without a trace. What one provider can make
/// the store keep is bounded: the same bytes of the same device are counted, and of the others the oldest go first.
/// </summary>
public sealed class DeadLetterStore(Database database)
{
    /// <summary>Of a longer message only the hash and this much of its beginning are kept.</summary>
    public const int KeptBytes = 4096;

    /// <summary>So many letters are kept of each provider.</summary>
    public const int KeptLetters = 10_000;

    private const string Add = """
        INSERT INTO dead_letter (received, provider, device, place, found, expected, length, hash, head) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)
          ON CONFLICT (provider, device, hash) DO UPDATE SET
            times = dead_letter.times + 1, received = excluded.received, place = excluded.place, found = excluded.found, expected = excluded.expected
          RETURNING id
        """;

    private const string DropOldest = """
        DELETE FROM dead_letter WHERE provider = $1 AND id <= (SELECT id FROM dead_letter WHERE provider = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)
        """;

    /// <returns>The letters' numbers, in the order given: the old one where the same bytes came before.</returns>
    public Task<IReadOnlyList<long>> AddAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlyList<long>>(
            connection =>
            {
                var numbers = AddAll(connection, letters);
                foreach (var provider in letters.Select(letter => letter.Provider).Distinct()) connection.Execute(DropOldest, provider.ToArray(), KeptLetters);
                return numbers;
            },
            cancellationToken);

    /// <summary>How many messages were refused, those that came again included; without the ones that had to go.</summary>
    public long Count()
    {
        using var connection = database.OpenReader();
        using var command = connection.Command("SELECT CAST(coalesce(sum(times), 0) AS BIGINT) FROM dead_letter");
        return (long)command.ExecuteScalar()!;
    }

    private static long[] AddAll(DbConnection connection, IReadOnlyList<DeadLetter> letters)
    {
        using var add = connection.Command(Add, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        return [.. letters.Select(letter => (long)add.With(
            letter.ReceivedMicros, letter.Provider.ToArray(), Text(letter.Device), Text(letter.Reason.Place), Text(letter.Reason.Found),
            Text(letter.Reason.Expected), (long)letter.Payload.Length, Keccak256.Hash(letter.Payload.Span).ToArray(),
            letter.Payload[..Math.Min(letter.Payload.Length, KeptBytes)].ToArray()).ExecuteScalar()!)];
    }

    /// <summary>What a device sent may hold the character NUL, which PostgreSQL keeps in no text.</summary>
    private static string Text(string sent) => sent.Replace('\0', '\u2400');
}

/// <param name="ReceivedMicros">Microseconds since the Unix epoch.</param>
public sealed record DeadLetter(long ReceivedMicros, Address Provider, string Device, ReadOnlyMemory<byte> Payload, PayloadException Reason);
