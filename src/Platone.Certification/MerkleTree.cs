using Platone.Cryptography;

namespace Platone.Certification;

/// <summary>
/// A Merkle tree that keeps positions: the shape of RFC 6962, section 2.1 (split at the largest power of two below the count),
/// with keccak-256 and <c>inner = keccak256(0x01 || left || right)</c>. Built level by level; a lone last node moves up unchanged,
/// which is the same shape.
/// </summary>
public sealed class MerkleTree
{
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
        Span<byte> bytes = stackalloc byte[1 + (2 * Hash256.Length)];
        bytes[0] = 0x01;
        left.CopyTo(bytes[1..]);
        right.CopyTo(bytes[(1 + Hash256.Length)..]);
        return Keccak256.Hash(bytes);
    }

    private static Hash256[] Above(Hash256[] level)
    {
        var above = new Hash256[(level.Length + 1) / 2];
        for (var i = 0; i < level.Length / 2; i++)
            above[i] = Inner(level[2 * i], level[(2 * i) + 1]);
        if (level.Length % 2 == 1) above[^1] = level[^1];
        return above;
    }
}
