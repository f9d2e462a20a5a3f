using System.Runtime.InteropServices;
using Platone.Cryptography;

namespace Platone.Certification;

/// <summary>
/// A Merkle tree that keeps positions: the shape of RFC 6962, section 2.1 (split at the largest power of two below the count),
/// with keccak-256 and <c>inner = keccak256(0x01 || left || right)</c>. Built level by level; a lone last node moves up unchanged,
/// which is the same shape.
/// </summary>
public sealed class MerkleTree
{
    private const int InnerLength = 1 + (2 * Hash256.Length);

    /// <summary>
    /// The leaves are taken in blocks whose nodes below the block's top are not kept but hashed again where a path leads through them:
    /// memory that is written for the first time costs a large tree more than its hashes.
    /// </summary>
    private const int LevelsOfBlock = 5;

    private const int LeavesOfBlock = 1 << LevelsOfBlock;

    /// <summary>Blocks are hashed side by side, so that there are enough nodes for all lanes up to their tops.</summary>
    private const int BlocksAtOnce = 16;

    /// <summary>How many nodes are laid side by side for <see cref="Keccak256.HashMany"/>: 4 KiB of the stack.</summary>
    private const int NodesAtOnce = 64;

    private readonly Hash256[] _leaves;

    // From the blocks' tops to the root.
    private readonly List<Hash256[]> _levels;

    /// <param name="leaves">At least one leaf hash, in their order. The tree keeps the array: it must not change any more.</param>
    public MerkleTree(Hash256[] leaves)
    {
        if (leaves.Length == 0) throw new ArgumentException("A tree has at least one leaf.", nameof(leaves));

        _leaves = leaves;
        _levels = [TopsOf(leaves)];
        while (_levels[^1].Length > 1)
        {
            var above = GC.AllocateUninitializedArray<Hash256>(Half(_levels[^1].Length));
            HashPairs(_levels[^1], above);
            _levels.Add(above);
        }
    }

    public Hash256 Root => _levels[^1][0];

    public int Count => _leaves.Length;

    /// <summary>The sibling hashes from the leaf at <paramref name="position"/> up to the root.</summary>
    public IReadOnlyList<Hash256> PathOf(int position) => PathOf(position, 1);

    /// <summary>
    /// The hashes that lead from <paramref name="count"/> consecutive leaves to the root: level by level from the leaves up, on each the left
    /// neighbour of the range's nodes before the right one, where they are siblings of a node of the range.
    /// </summary>
    public IReadOnlyList<Hash256> PathOf(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(first, Count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count - first);

        var path = new List<Hash256>(LevelsOfBlock + _levels.Count);
        var (low, high, last) = (first, first + count - 1, Count - 1);
        for (var level = 0; last > 0; level++)
        {
            if (!IsLeft(low)) path.Add(NodeAt(level, low - 1));
            if (IsLeft(high) && high < last) path.Add(NodeAt(level, high + 1));
            (low, high, last) = (low / 2, high / 2, last / 2);
        }

        return path;
    }

    /// <summary>The root that a leaf and its path lead to, or null where the path has too few or too many hashes for the position.</summary>
    public static Hash256? RootFrom(Hash256 leaf, uint position, uint count, IReadOnlyList<Hash256> path)
    {
        if (position >= count) return null;

        var node = leaf;
        var used = 0;
        for (uint last = count - 1; last > 0; last /= 2, position /= 2)
        {
            var isLeft = IsLeft(position);
            if (isLeft && position == last) continue;
            if (used == path.Count) return null;

            node = isLeft ? Inner(node, path[used]) : Inner(path[used], node);
            used++;
        }

        return used == path.Count ? node : null;
    }

    /// <summary>
    /// The root that the leaves at <paramref name="first"/> and the positions after it lead to with their path, or null where there is no leaf,
    /// where the range leaves the tree of <paramref name="count"/> leaves, and where the path has too few or too many hashes.
    /// </summary>
    public static Hash256? RootFrom(ReadOnlySpan<Hash256> leaves, uint first, uint count, IReadOnlyList<Hash256> path)
    {
        if (leaves.IsEmpty || first >= count || leaves.Length > count - first) return null;

        // A place to the left and one to the right of the range's nodes, for their siblings.
        var nodes = new Hash256[leaves.Length + 2];
        leaves.CopyTo(nodes.AsSpan(1));
        var width = leaves.Length;
        var used = 0;
        for (uint last = count - 1; last > 0; last /= 2, first /= 2)
        {
            var high = first + (uint)width - 1;
            var (hasLeft, hasRight) = (!IsLeft(first), IsLeft(high) && high < last);
            if (path.Count - used < (hasLeft ? 1 : 0) + (hasRight ? 1 : 0)) return null;

            if (hasLeft) nodes[0] = path[used++];
            if (hasRight) nodes[width + 1] = path[used++];
            var level = nodes.AsSpan((hasLeft ? 0 : 1)..(width + (hasRight ? 2 : 1)));
            HashPairs(level, nodes.AsSpan(1));
            width = Half(level.Length);
        }

        return used == path.Count ? nodes[1] : null;
    }

    public static Hash256 Inner(Hash256 left, Hash256 right)
    {
        Span<byte> node = stackalloc byte[InnerLength];
        node[0] = 0x01;
        left.CopyTo(node[1..]);
        right.CopyTo(node[(1 + Hash256.Length)..]);
        return Keccak256.Hash(node);
    }

    private static Hash256[] TopsOf(ReadOnlySpan<Hash256> leaves)
    {
        var tops = GC.AllocateUninitializedArray<Hash256>((leaves.Length + LeavesOfBlock - 1) / LeavesOfBlock);
        Span<Hash256> level = stackalloc Hash256[BlocksAtOnce * LeavesOfBlock / 2];
        for (var done = 0; done < tops.Length; done += BlocksAtOnce)
        {
            var blocks = leaves[(done * LeavesOfBlock)..];
            if (blocks.Length > BlocksAtOnce * LeavesOfBlock) blocks = blocks[..(BlocksAtOnce * LeavesOfBlock)];

            HashPairs(blocks, level);
            var count = Half(blocks.Length);
            for (var i = 1; i < LevelsOfBlock; i++)
            {
                // In place: a node is written where those that it is made of were read before.
                HashPairs(level[..count], level);
                count = Half(count);
            }

            level[..count].CopyTo(tops.AsSpan(done));
        }

        return tops;
    }

    private Hash256 NodeAt(int level, int position)
    {
        if (level >= LevelsOfBlock) return _levels[level - LevelsOfBlock][position];

        var leaves = _leaves.AsSpan(position << level);
        Span<Hash256> nodes = stackalloc Hash256[LeavesOfBlock / 2];
        var count = Math.Min(leaves.Length, 1 << level);
        leaves[..count].CopyTo(nodes);
        for (; count > 1; count = Half(count)) HashPairs(nodes[..count], nodes);
        return nodes[0];
    }

    /// <param name="above">May begin where <paramref name="level"/> begins, or one place behind.</param>
    private static void HashPairs(ReadOnlySpan<Hash256> level, Span<Hash256> above)
    {
        Span<byte> nodes = stackalloc byte[NodesAtOnce * InnerLength];
        while (level.Length > 1)
        {
            var count = Math.Min(level.Length / 2, NodesAtOnce);
            for (var i = 0; i < count; i++)
            {
                nodes[i * InnerLength] = 0x01;
                MemoryMarshal.AsBytes(level.Slice(2 * i, 2)).CopyTo(nodes[((i * InnerLength) + 1)..]);
            }

            Keccak256.HashMany(nodes[..(count * InnerLength)], InnerLength, above[..count]);
            level = level[(2 * count)..];
            above = above[count..];
        }

        if (!level.IsEmpty) above[0] = level[0];
    }

    private static int Half(int nodes) => (nodes + 1) / 2;

    private static bool IsLeft(long position) => (position & 1) == 0;
}
