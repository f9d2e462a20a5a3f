using System.Security.Cryptography;
using Platone.Bench.Ingest;
using Platone.Certification;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Bench.Certify;

/// <summary>Readings of 100 PMUs in the order of their arrival, as the certifier gets them from the store, and the batch that they make.</summary>
sealed class BatchSample
{
    private const int Providers = 4;
    private const int DevicesPerProvider = 25;

    private readonly StoredReading[] _readings;
    private readonly ReadyHashes[] _hashes;

    public BatchSample(int count)
    {
        _readings = [.. Readings(count)];
        _hashes = WhatIsHashed(Close());
    }

    public int Count => _readings.Length;

    /// <summary>What the certifier does between the store and the chain: record hashes, order, leaves, tree, index.</summary>
    public ClosedBatch Close() => Close(Address.Zero, number: 1, Hash256.Zero);

    public ClosedBatch Close(Address certifier, ulong number, Hash256 previous)
    {
        var (from, to) = (_readings.Min(reading => reading.TimeMicros), _readings.Max(reading => reading.TimeMicros));
        return ClosedBatch.Close(StoredReading.ToRecords(_readings), previous, certifier, number, from, to, closed: to, BatchFlags.None);
    }

    /// <summary>Proof files of the first readings.</summary>
    /// <param name="batch">What <see cref="Close(Address, ulong, Hash256)"/> made.</param>
    public IEnumerable<ProofFile> Proofs(ClosedBatch batch, ProofChain chain, int count)
    {
        var tree = new MerkleTree([.. batch.Leaves]);
        var positions = batch.Leaves.Select((leaf, position) => (leaf, position)).ToDictionary(pair => pair.leaf, pair => (uint)pair.position);
        return _readings.Take(count).Select(reading => ProofFile.Create(reading, batch.Record, tree, positions[reading.ToRecord().Leaf()], chain));
    }

    /// <summary>As many hashes as in <see cref="Close()"/>, over as many bytes, and nothing else. A stream's own hash is kept with its name.</summary>
    public void HashAlone()
    {
        foreach (var reading in _readings) Keccak256.Hash(reading.RawPart);
        foreach (var hashes in _hashes) hashes.Hash();
    }

    private static IEnumerable<StoredReading> Readings(int count)
    {
        var fleet = new PmuFleet(Providers, DevicesPerProvider);
        var messages = fleet.Next((count + PmuFleet.ReadingsPerMessage - 1) / PmuFleet.ReadingsPerMessage);
        var next = new Dictionary<(Address, StreamName), ulong>();
        var readings = messages.ByProvider.SelectMany((own, provider) => own.SelectMany(message =>
            PayloadDecoder.Decode(message.Payload, DecodeLimits.Default).Readings
                .Select(reading => (Provider: fleet.Wallets[provider].Address, message.Payload, Reading: reading))));

        foreach (var (provider, payload, reading) in readings.Take(count))
        {
            var sequence = next[(provider, reading.Stream)] = next.GetValueOrDefault((provider, reading.Stream)) + 1;
            yield return new(
                0, provider, reading.Stream, sequence, reading.TimeMicros, reading.Value, reading.Unit, reading.Quality, Replaces: null,
                RawParts.Part(payload, reading).ToArray(), new(RandomNumberGenerator.GetBytes(Hash256.Length)), Batch: null, Position: null);
        }
    }

    /// <summary>A tree of n leaves has n - 1 inner nodes.</summary>
    private static ReadyHashes[] WhatIsHashed(ClosedBatch batch) =>
    [
        new(batch.Leaves.Count, length: RecordContent.ReadingLength),
        new(batch.Leaves.Count, length: CertifiedRecord.EncodedLength),
        new(batch.Leaves.Count, length: 1 + Hash256.Length),
        new(batch.Leaves.Count - 1, length: 1 + (2 * Hash256.Length)),
        new(batch.Index.Count, length: 1 + IndexEntry.EncodedLength),
        new(batch.Index.Count - 1, length: 1 + (2 * Hash256.Length)),
    ];
}
