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
    public IReadOnlyList<Hash256> PathOf(int position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, Count);

        var path = new List<Hash256>(LevelsOfBlock + _levels.Count);
        var block = position / LeavesOfBlock;
        AddPathInBlock(_leaves.AsSpan(block * LeavesOfBlock), position % LeavesOfBlock, path);
        foreach (var level in _levels)
        {
            AddSibling(level, block, path);
            block /= 2;
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
            var isLeft = (position & 1) == 0;
            if (isLeft && position == last) continue;
            if (used == path.Count) return null;

            node = isLeft ? Inner(node, path[used]) : Inner(path[used], node);
            used++;
        }

        return used == path.Count ? node : null;
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

    private static void AddPathInBlock(ReadOnlySpan<Hash256> fromBlock, int position, List<Hash256> path)
    {
        Span<Hash256> level = stackalloc Hash256[LeavesOfBlock];
        var count = Math.Min(fromBlock.Length, LeavesOfBlock);
        fromBlock[..count].CopyTo(level);
        for (var i = 0; i < LevelsOfBlock; i++)
        {
            AddSibling(level[..count], position, path);
            HashPairs(level[..count], level);
            count = Half(count);
            position /= 2;
        }
    }

    private static void AddSibling(ReadOnlySpan<Hash256> level, int position, List<Hash256> path)
    {
        var sibling = position ^ 1;
        if (sibling < level.Length) path.Add(level[sibling]);
    }

    /// <param name="above">May begin where <paramref name="level"/> begins.</param>
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
}
