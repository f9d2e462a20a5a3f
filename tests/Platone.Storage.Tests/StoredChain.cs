using Platone.Certification;
using Platone.Contracts.Following;
using Platone.Contracts.Sending;
using Platone.Cryptography;

namespace Platone.Storage.Tests;

/// <summary>Closes batches over a store as the access layer does, and keeps what a chain would answer for them.</summary>
sealed class StoredChain(StoreUnderTest store)
{
    public static readonly Address Certifier = Address.Parse("0x000000000000000000000000000000000000ce27");

    /// <summary>Microseconds since the Unix epoch, before any receipt of these tests is overdue.</summary>
    private const long Closed = Given.CertifyBy * 1_000_000;

    private readonly Dictionary<(Address, ulong), Hash256> _records = [];
    private ulong _block = 10;

    public Task<Hash256> RecordOfAsync(Address certifier, ulong number) => Task.FromResult(_records.GetValueOrDefault((certifier, number)));

    /// <summary>Closes a batch of everything that waits.</summary>
    /// <param name="onChain">Whether the chain takes it.</param>
    /// <param name="followed">Whether the follower marks it in the store.</param>
    public async Task<ClosedBatch> CloseBatchAsync(bool onChain = true, bool followed = true)
    {
        var (batch, placed) = Prepare();
        await store.Batches.CloseAsync(batch, placed, Certify(batch.Record.Number), CancellationToken.None);
        if (onChain) _records.Add((Certifier, batch.Record.Number), batch.Record.Hash());
        if (onChain && followed) await FollowAsync(batch.Record.Number);
        return batch;
    }

    public (ClosedBatch Batch, PlacedReading[] Placed) Prepare()
    {
        var waiting = store.Batches.Uncertified(ClosedBatch.MaxCount);
        var others = store.Batches.UncertifiedRecords(ClosedBatch.MaxCount);
        CertifiedRecord[] records = [.. waiting.Select(item => item.Reading.ToRecord()), .. others.Select(item => item.Record)];
        PlacedReading[] placed =
        [
            .. waiting.Select(item => new PlacedReading(item.Reading.Id, item.Reading.TimeMicros)),
            .. others.Select(item => new PlacedReading(item.Id, item.TimeMicros, IsRecord: true)),
        ];
        records.AsSpan().Sort(placed.AsSpan(), CertifiedRecord.CompareByPosition);
        var last = store.Batches.Last();
        return (
            ClosedBatch.Close(
                records, last?.Hash() ?? Hash256.Zero, Certifier, (last?.Number ?? 0) + 1, placed.Min(item => item.TimeMicros),
                placed.Max(item => item.TimeMicros),
                Closed, BatchFlags.None),
            placed);
    }

    public Task FollowAsync(ulong batch)
    {
        var block = new ChainPosition(++_block, Keccak256.Hash(BitConverter.GetBytes(_block)));
        return new ChainStore(store.Database).ApplyAsync(new(block, [(batch, block)], [], [], [], block.Number), CancellationToken.None);
    }

    public static NewCall Certify(ulong number) => new(Certifier, $"certify batch {number}", Address.Zero, [(byte)number], 21_000);
}
