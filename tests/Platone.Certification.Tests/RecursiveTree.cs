using Platone.Cryptography;

namespace Platone.Certification.Tests;

/// <summary>The tree of RFC 6962, section 2.1, word by word: slow, and independent of what it is the judge of.</summary>
static class RecursiveTree
{
    public static Hash256 RootOf(ReadOnlySpan<Hash256> leaves)
    {
        if (leaves.Length == 1) return leaves[0];

        var split = SplitOf(leaves.Length);
        return Keccak256.Hash([0x01, .. RootOf(leaves[..split]).ToArray(), .. RootOf(leaves[split..]).ToArray()]);
    }

    /// <summary>The largest subtrees outside of the range: the lower ones first, of two on one level the left one.</summary>
    public static Hash256[] PathOf(ReadOnlySpan<Hash256> leaves, int first, int length)
    {
        var outside = new List<(int Level, Hash256 Root)>();
        AddOutside(leaves, first, length, level: int.MaxValue, outside);
        return [.. outside.OrderBy(subtree => subtree.Level).Select(subtree => subtree.Root)];
    }

    /// <param name="level">Where the root of these leaves stands: both halves of a split at 2^n stand on level n.</param>
    private static void AddOutside(ReadOnlySpan<Hash256> leaves, int first, int length, int level, List<(int Level, Hash256 Root)> outside)
    {
        if (first >= leaves.Length || first + length <= 0)
        {
            outside.Add((level, RootOf(leaves)));
            return;
        }

        if (leaves.Length == 1) return;

        var split = SplitOf(leaves.Length);
        AddOutside(leaves[..split], first, length, int.Log2(split), outside);
        AddOutside(leaves[split..], first - split, length, int.Log2(split), outside);
    }

    private static int SplitOf(int count)
    {
        var split = 1;
        while (split * 2 < count) split *= 2;
        return split;
    }
}
