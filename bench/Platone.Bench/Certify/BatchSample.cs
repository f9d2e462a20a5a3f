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
    private readonly byte[][] _hashed;

    public BatchSample(int count)
    {
        _readings = [.. Readings(count)];
        _hashed = [.. WhatIsHashed(Close())];
    }

    public int Count => _readings.Length;

    /// <summary>What the certifier does between the store and the chain: record hashes, order, leaves, tree, index.</summary>
    public ClosedBatch Close() => Close(Address.Zero, number: 1, Hash256.Zero);

    public ClosedBatch Close(Address certifier, ulong number, Hash256 previous)
    {
        var (from, to) = (_readings.Min(reading => reading.TimeMicros), _readings.Max(reading => reading.TimeMicros));
        var records = Array.ConvertAll(_readings, reading => reading.ToRecord());
        return ClosedBatch.Close(records, previous, certifier, number, from, to, closed: to, BatchFlags.None);
    }

    /// <summary>As many hashes as in <see cref="Close()"/>, over as many bytes, and nothing else. A stream's own hash is kept with its name.</summary>
    public void HashAlone()
    {
        Span<byte> digest = stackalloc byte[Hash256.Length];
        foreach (var bytes in _hashed) Keccak256.Hash(bytes, digest);
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

    private IEnumerable<byte[]> WhatIsHashed(ClosedBatch batch)
    {
        const int Content = 6 * AbiWriter.WordLength, Leaf = 1 + Hash256.Length, Inner = 1 + (2 * Hash256.Length), Entry = 1 + IndexEntry.EncodedLength;
        foreach (var reading in _readings)
        {
            yield return reading.RawPart;
            yield return new byte[Content];
            yield return new byte[CertifiedRecord.EncodedLength];
            yield return new byte[Leaf];
        }

        // A tree of n leaves has n - 1 inner nodes.
        for (var i = 1; i < batch.Leaves.Count; i++) yield return new byte[Inner];
        foreach (var _ in batch.Index) yield return new byte[Entry];
        for (var i = 1; i < batch.Index.Count; i++) yield return new byte[Inner];
    }
}
