using System.Diagnostics;
using Platone.Bench.Ingest;
using Platone.Certification;
using Platone.Contracts.Certification;
using Platone.Contracts.Sending;
using Platone.Cryptography;
using Platone.Readings;
using Platone.Storage;

namespace Platone.Bench.Certify;

/// <summary>A store of one kind with readings that wait for their batches.</summary>
sealed class StoreSample : IDisposable
{
    private const int MessagesPerCommit = 1024;

    private readonly Database _database;

    private StoreSample(string name, Database database) => (Name, _database) = (name, database);

    public string Name { get; }

    /// <param name="store">An empty one.</param>
    public static async Task<StoreSample> FillAsync(string name, string store, int batches, CancellationToken cancellationToken)
    {
        var sample = new StoreSample(name, Database.Open(store));
        var fleet = new PmuFleet(providers: 4, devicesPerProvider: 25);
        var readings = new ReadingStore(sample._database);
        var sent = fleet.Next(batches * ClosedBatch.MaxCount / PmuFleet.ReadingsPerMessage + 1);
        var messages = sent.ByProvider.SelectMany((own, provider) => own.Select(message => new IncomingMessage(
            fleet.Wallets[provider].Address, message.Device, message.Payload, PayloadDecoder.Decode(message.Payload, DecodeLimits.Default), ReceivedMicros: 1,
            CertifyBy: 1)));
        foreach (var commit in messages.Chunk(MessagesPerCommit)) await readings.AcceptAsync(commit, cancellationToken);
        return sample;
    }

    /// <summary>What the certifier does for one batch: read what waits, hash it, and put batch, positions and call into the store.</summary>
    /// <returns>Readings per second.</returns>
    public async Task<double> CloseAsync(CancellationToken cancellationToken)
    {
        var batches = new BatchStore(_database);
        var start = Stopwatch.GetTimestamp();
        var waiting = batches.Uncertified(ClosedBatch.MaxCount);
        var records = StoredReading.ToRecords([.. waiting.Select(item => item.Reading)]);
        var placed = waiting.Select(item => new PlacedReading(item.Reading.Id, item.Reading.TimeMicros)).ToArray();
        records.AsSpan().Sort(placed.AsSpan(), CertifiedRecord.CompareByPosition);

        var last = batches.Last();
        var batch = ClosedBatch.Close(records, last?.Hash() ?? Hash256.Zero, Address.Zero, (last?.Number ?? 0) + 1, from: 1, to: 2, closed: 3, BatchFlags.None);
        await batches.CloseAsync(
            batch, placed, new NewCall(Address.Zero, "certify", Address.Zero, CertifyCall.Encode(batch.Record), CertifyCall.GasLimit), cancellationToken);
        return batch.Leaves.Count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>All of the store's rows, for a bare store.</summary>
    public StoredRows Rows() => StoredRows.Load(_database, lastMessage: 0);

    public void Dispose() => _database.Dispose();
}
