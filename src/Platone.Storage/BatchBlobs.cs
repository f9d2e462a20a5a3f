using Platone.Certification;
using Platone.Cryptography;

namespace Platone.Storage;

/// <summary>A batch's leaves and index entries as columns: 32 bytes a leaf, six ABI words an entry.</summary>
static class BatchBlobs
{
    public static byte[] Leaves(IReadOnlyList<Hash256> leaves)
    {
        var bytes = new byte[leaves.Count * Hash256.Length];
        for (var i = 0; i < leaves.Count; i++) leaves[i].CopyTo(bytes.AsSpan(i * Hash256.Length));
        return bytes;
    }

    /// <exception cref="FormatException">Not a whole number of leaves.</exception>
    public static Hash256[] ParseLeaves(ReadOnlySpan<byte> bytes)
    {
        var leaves = new Hash256[CountOf(bytes, Hash256.Length)];
        for (var i = 0; i < leaves.Length; i++) leaves[i] = new(bytes.Slice(i * Hash256.Length, Hash256.Length));
        return leaves;
    }

    public static byte[] Index(IReadOnlyList<IndexEntry> index)
    {
        var bytes = new byte[index.Count * IndexEntry.EncodedLength];
        for (var i = 0; i < index.Count; i++) index[i].Encode(bytes.AsSpan(i * IndexEntry.EncodedLength, IndexEntry.EncodedLength));
        return bytes;
    }

    /// <exception cref="FormatException">Not a whole number of entries, or something that is none.</exception>
    public static IndexEntry[] ParseIndex(ReadOnlySpan<byte> bytes)
    {
        var index = new IndexEntry[CountOf(bytes, IndexEntry.EncodedLength)];
        for (var i = 0; i < index.Length; i++) index[i] = IndexEntry.Decode(bytes.Slice(i * IndexEntry.EncodedLength, IndexEntry.EncodedLength));
        return index;
    }

    private static int CountOf(ReadOnlySpan<byte> bytes, int length) =>
        bytes.Length % length == 0 ? bytes.Length / length : throw new FormatException($"{bytes.Length} bytes are no whole number of items of {length} bytes.");
}
