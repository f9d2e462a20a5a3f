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

    /// <summary>How many nodes are laid side by side for <see cref="Keccak256.HashMany"/>: 4 KiB of the stack.</summary>
    private const int NodesAtOnce = 64;

    private readonly List<Hash256[]> _levels;

    /// <param name="leaves">At least one leaf hash, in their order.</param>
    public MerkleTree(ReadOnlySpan<Hash256> leaves)
    {
        if (leaves.IsEmpty) throw new ArgumentException("A tree has at least one leaf.", nameof(leaves));

        _levels = [leaves.ToArray()];
        while (_levels[^1].Length > 1)
            _levels.Add(Above(_levels[^1]));
    }

    public Hash256 Root => _levels[^1][0];

    public int Count => _levels[0].Length;

    /// <summary>The sibling hashes from the leaf at <paramref name="position"/> up to the root.</summary>
    public IReadOnlyList<Hash256> PathOf(int position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, Count);

        var path = new List<Hash256>(_levels.Count);
        foreach (var level in _levels)
        {
            var sibling = position ^ 1;
            if (sibling < level.Length) path.Add(level[sibling]);
            position /= 2;
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
        WriteInner(left, right, node);
        return Keccak256.Hash(node);
    }

    private static Hash256[] Above(ReadOnlySpan<Hash256> level)
    {
        var above = GC.AllocateUninitializedArray<Hash256>((level.Length + 1) / 2);
        if (level.Length % 2 == 1) above[^1] = level[^1];

        Span<byte> nodes = stackalloc byte[NodesAtOnce * InnerLength];
        for (var rest = above.AsSpan(0, level.Length / 2); !rest.IsEmpty;)
        {
            var count = Math.Min(rest.Length, NodesAtOnce);
            for (var i = 0; i < count; i++) WriteInner(level[2 * i], level[(2 * i) + 1], nodes[(i * InnerLength)..]);
            Keccak256.HashMany(nodes[..(count * InnerLength)], InnerLength, rest[..count]);
            rest = rest[count..];
            level = level[(2 * count)..];
        }

        return above;
    }

    private static void WriteInner(Hash256 left, Hash256 right, Span<byte> node)
    {
        node[0] = 0x01;
        left.CopyTo(node[1..]);
        right.CopyTo(node[(1 + Hash256.Length)..]);
    }
}
