using System.Text;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Certification.Tests;

/// <summary>
/// Range proofs of certifiers that lie: whatever entries and readings say, every hash above them is right, so that it has to be refused for what it says.
/// Most are honest but for one or two numbers.
/// </summary>
sealed class ForgedRange(Random random)
{
    /// <summary>One of so many numbers is another than it should be.</summary>
    private const int LiesOneIn = 25;

    private static readonly StreamName Stream = new("LN-1", "-", "activepower", "ABC");

    private readonly Address _provider = random.NextAddress();
    private readonly Address _certifier = random.NextAddress();
    private readonly List<RangeBatch> _batches = [];
    private readonly List<ulong> _numbers = [];
    private ulong _next = 10;
    private BatchRecord _last;

    public static string Next(Random random) => new ForgedRange(random).Make().ToJson();

    private RangeProofFile Make()
    {
        var count = random.Next(1, 5);
        for (var i = 0; i < count; i++)
        {
            // The first and the last of a run have readings, and may have more of the stream than is shown.
            var (isFirst, isLast) = (i == 0, i == count - 1);
            if (isFirst || isLast || random.Next(2) == 0) AddShown(isFirst ? random.Next(3) : 0, isLast ? random.Next(3) : 0);
            else AddAbsent();
        }

        return new(
            RangeProofFile.FormatName, RangeProofFile.CurrentVersion, _provider.ToString(), Stream.ToString(), Near(_numbers.DefaultIfEmpty().Min()),
            Near(_numbers.DefaultIfEmpty().Max()), _batches, new ProvenChain(_last, 0, 0).Proof);
    }

    private void AddShown(int before, int behind)
    {
        var numbers = Enumerable.Range(0, random.Next(1, 5)).Select(_ => _next += (ulong)random.Next(1, 3)).ToArray();
        _next += (ulong)behind;
        if (Lies()) random.Shuffle(numbers);
        if (Lies()) numbers[random.Next(numbers.Length)] = numbers[0];
        if (Lies()) numbers = [];
        _numbers.AddRange(numbers);

        var (low, high) = numbers is [] ? (_next, _next) : (numbers[0] - (ulong)before, numbers[^1] + (ulong)behind);
        var first = (uint)random.Next(4);
        var entry = new IndexEntry(_provider, Stream.Hash, Near(low), Near(high), Near(first), Near((uint)(before + numbers.Length + behind)));
        var place = (uint)random.Next(3);
        Add([entry], place, place + 1 + (uint)random.Next(3), numbers, first + (uint)before, first + (uint)(before + numbers.Length + behind + random.Next(3)));
    }

    private void AddAbsent()
    {
        var (count, divide) = ((uint)random.Next(2, 8), (uint)random.Next(1, 3));
        IndexEntry[] both = [Neighbour(-1, count - divide, divide), Neighbour(1, count, 1)];
        var place = (uint)random.Next(3);
        switch (random.Next(3))
        {
            case 0: Add(both, place, place + 2 + (uint)random.Next(2), null, 0, count + 1); break;
            case 1: Add([Neighbour(1, 0, divide)], Near(0u), 1 + (uint)random.Next(3), null, 0, count); break;
            default: Add([both[0]], place, Near(place + 1), null, 0, Near(count)); break;
        }

        // Once in a while in another order, or one too many.
        if (Lies()) Add([both[1], both[0]], place, place + 2, null, 0, count + 1);
        if (Lies()) Add([both[0], both[1], Neighbour(1, count + 1, 1)], place, place + 3, null, 0, count + 2);
    }

    /// <param name="side">Negative before the stream's place, positive behind it.</param>
    private IndexEntry Neighbour(int side, uint position, uint count)
    {
        if (Lies()) side = -side;
        while (true)
        {
            var entry = new IndexEntry(random.Next(3) == 0 ? random.NextAddress() : _provider, random.NextHash(), 1, 2, Near(position), Near(count));
            if (entry.CompareTo(_provider, Stream.Hash) * side > 0) return entry;
        }
    }

    private void Add(IndexEntry[] entries, uint place, uint entryCount, ulong[]? numbers, uint position, uint count)
    {
        if (Lies()) numbers = numbers is null ? [_next++] : null;
        var readings = numbers?.Select(Reading).ToArray();
        var (indexRoot, indexPath) = RootOf([.. entries.Select(entry => entry.Leaf())], place, entryCount);
        var (root, path) = RootOf([.. (readings ?? []).Select(reading => reading.ToRecord().Leaf())], position, count);
        var previous = _batches.Count == 0 ? random.NextHash() : _last.Hash();
        _last = new(
            Lies() ? random.NextHash() : previous, Lies() ? random.NextAddress() : _certifier, Near((ulong)_batches.Count + 1), root, count, indexRoot, 1, 2, 3,
            BatchFlags.None);
        var segment = readings is null ? null : new RangeSegment(position, path, [.. readings.Select(RangeReading.Of)]);
        _batches.Add(new(Hex.Encode(_last.Encode()), new([.. entries.Select(Encode)], place, entryCount, indexPath), segment));
    }

    private StoredReading Reading(ulong number) => new(
        1, _provider, Stream, number, 1_767_225_604_000_000, ExactDecimal.Parse("1521.4"), UnitSymbol.W, 0, random.Next(4) == 0 ? number - 1 : null,
        Encoding.UTF8.GetBytes("""{"value":"1521.4"}"""), random.NextHash(), Batch: null, Position: null);

    /// <summary>Some hashes of the number that a path has there, and where they lead; nowhere where no path does.</summary>
    private (Hash256 Root, string[] Path) RootOf(Hash256[] leaves, uint position, uint count)
    {
        const int LongestPath = 10;
        var path = new List<Hash256>();
        for (; path.Count <= LongestPath; path.Add(random.NextHash()))
            if (MerkleTree.RootFrom(leaves, position, count, path) is { } root) return (root, [.. path.Select(hash => hash.ToString())]);

        return (random.NextHash(), []);
    }

    private bool Lies() => random.Next(LiesOneIn) == 0;

    private ulong Near(ulong number) => Lies() ? number + (ulong)random.Next(3) - 1 : number;

    private uint Near(uint number) => (uint)Near((ulong)number);

    private static string Encode(IndexEntry entry)
    {
        var bytes = new byte[IndexEntry.EncodedLength];
        entry.Encode(bytes);
        return Hex.Encode(bytes);
    }
}
