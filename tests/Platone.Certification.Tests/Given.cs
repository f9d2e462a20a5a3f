using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Certification.Tests;

/// <summary>Readings, records and batches from a seeded generator.</summary>
static class Given
{
    private static readonly UnitSymbol[] Units = Enum.GetValues<UnitSymbol>();

    public static StoredReading NextReading(this Random random)
    {
        var stream = new StreamName($"dévice {random.Next(4)}", random.Next(2) == 0 ? "a/b" : "-", "activepower", "ABC");
        return random.NextReading(random.NextAddress(), stream, random.NextUInt64());
    }

    public static StoredReading NextReading(this Random random, Address provider, StreamName stream, ulong sequence)
    {
        var mantissa = random.Next(8) == 0 ? Int128.Zero : new Int128((ulong)random.NextInt64(-1L << 52, 1L << 52), (ulong)random.NextInt64());
        return new(
            random.Next(), provider, stream, sequence, random.NextInt64(0, 4_000_000_000_000_000), new ExactDecimal(mantissa, (sbyte)random.Next(-60, 60)),
            Units[random.Next(Units.Length)], (ushort)random.Next(ushort.MaxValue + 1), random.Next(3) == 0 ? random.NextUInt64() : null,
            random.NextBytes(random.Next(200)), random.NextHash(), Batch: null, Position: null);
    }

    public static CertifiedRecord NextRecord(this Random random) => new(
        (RecordKind)random.Next(1, 7), random.NextAddress(), random.NextHash(), random.NextUInt64(), random.NextHash(), random.NextHash(), random.NextHash());

    public static BatchRecord NextBatchRecord(this Random random) => new(
        random.NextHash(), random.NextAddress(), random.NextUInt64(), random.NextHash(), (uint)random.NextUInt64(), random.NextHash(),
        random.NextTime(), random.NextTime(), random.NextTime(), (BatchFlags)random.Next(256));

    public static Hash256[] NextHashes(this Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextHash())];

    public static long NextTime(this Random random) => random.NextInt64(long.MinValue, long.MaxValue);

    public static Receipt[] NextReceipts(this Random random, int count) =>
    [
        .. Enumerable.Range(0, count).Select(_ => new Receipt(
            random.NextAddress(), random.NextHash(), random.NextUInt64(), random.NextHash(), random.NextUInt64())),
    ];

    public static IndexEntry NextIndexEntry(this Random random) => new(
        random.NextAddress(), random.NextHash(), random.NextUInt64(), random.NextUInt64(), (uint)random.NextUInt64(), (uint)random.NextUInt64());

    public static ClosedBatch Batch(Span<CertifiedRecord> records) =>
        ClosedBatch.Close(records, Hash256.Zero, Address.Zero, number: 1, from: 1, to: 2, closed: 3, BatchFlags.None);
}
