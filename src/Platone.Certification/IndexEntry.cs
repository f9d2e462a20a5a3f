using Platone.Cryptography;

namespace Platone.Certification;

/// <summary>Where one stream's records lie in a batch. With the leaves at those positions it proves "these and no others".</summary>
public readonly record struct IndexEntry(Address Provider, Hash256 Stream, ulong FirstSequence, ulong LastSequence, uint FirstPosition, uint Count)
{
    public const int EncodedLength = 6 * AbiWriter.WordLength;

    /// <summary><c>keccak256(0x02 || abi.encode(provider, stream, firstSequence, lastSequence, firstPosition, count))</c>.</summary>
    public Hash256 Leaf()
    {
        Span<byte> bytes = stackalloc byte[1 + EncodedLength];
        bytes[0] = 0x02;
        Encode(bytes[1..]);
        return Keccak256.Hash(bytes);
    }

    public void Encode(Span<byte> destination)
    {
        var words = new AbiWriter(destination);
        words.Write(Provider);
        words.Write(Stream);
        words.Write(FirstSequence);
        words.Write(LastSequence);
        words.Write((ulong)FirstPosition);
        words.Write((ulong)Count);
    }

    /// <exception cref="FormatException">Not exactly one index entry.</exception>
    public static IndexEntry Decode(ReadOnlySpan<byte> encoded)
    {
        var words = new AbiReader(encoded);
        var entry = new IndexEntry(
            words.ReadAddress(), words.ReadHash(), words.ReadUInt64(), words.ReadUInt64(),
            (uint)words.ReadUInt64(uint.MaxValue), (uint)words.ReadUInt64(uint.MaxValue));
        return words.AtEnd ? entry : throw new FormatException($"The index entry is longer than {EncodedLength} bytes.");
    }

    /// <summary>Whether the entry stands before (negative) or behind the place of a stream in the index, or is its own (zero).</summary>
    public int CompareTo(Address provider, Hash256 stream) => Provider.CompareTo(provider) is not 0 and var order ? order : Stream.CompareTo(stream);

    /// <summary>The index tree. An entry's path in it shows to whoever has the batch record where the stream's records lie.</summary>
    /// <param name="index">At least one entry, in the order of positions.</param>
    public static MerkleTree TreeOf(IReadOnlyList<IndexEntry> index)
    {
        var leaves = new Hash256[index.Count];
        for (var i = 0; i < leaves.Length; i++) leaves[i] = index[i].Leaf();
        return new(leaves);
    }

    /// <summary>The entries of records that are sorted by position, in that order.</summary>
    public static List<IndexEntry> Of(ReadOnlySpan<CertifiedRecord> sorted)
    {
        var entries = new List<IndexEntry>();
        for (int first = 0, next; first < sorted.Length; first = next)
        {
            next = first + 1;
            while (next < sorted.Length && sorted[next].Provider == sorted[first].Provider && sorted[next].Stream == sorted[first].Stream) next++;
            entries.Add(
                new(sorted[first].Provider, sorted[first].Stream, sorted[first].Sequence, sorted[next - 1].Sequence, (uint)first, (uint)(next - first)));
        }

        return entries;
    }
}
