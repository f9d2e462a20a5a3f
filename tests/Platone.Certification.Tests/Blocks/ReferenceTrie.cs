using Platone.Cryptography;

namespace Platone.Certification.Tests.Blocks;

/// <summary>The trie of the Yellow Paper, appendix D, as it is defined there: the functions c (a node) and n (what its parent says of it).</summary>
sealed class ReferenceTrie
{
    private readonly (byte[] Nibbles, byte[] Value)[] _entries;

    public ReferenceTrie(IEnumerable<(byte[] Key, byte[] Value)> entries)
    {
        _entries = [.. entries.Select(entry => (Nibbles(entry.Key), entry.Value))];
        Root = _entries.Length == 0 ? Keccak256.Hash(Rlp.Encode(""u8)) : Keccak256.Hash(Node(_entries, 0));
    }

    public Hash256 Root { get; }

    /// <summary>As <c>eth_getProof</c> answers: the nodes towards the key that have a hash of their own, from the root on.</summary>
    public ReadOnlyMemory<byte>[] Prove(ReadOnlySpan<byte> key)
    {
        if (_entries.Length == 0) return [];

        var nodes = new List<ReadOnlyMemory<byte>>();
        var nibbles = Nibbles(key);
        var (entries, depth) = (_entries, 0);
        while (entries.Length > 0)
        {
            var node = Node(entries, depth);
            if (depth == 0 || node.Length >= 32) nodes.Add(node);
            if (entries.Length == 1) break;

            var shared = Shared(entries);
            if (shared > depth)
            {
                if (!nibbles.AsSpan().StartsWith(entries[0].Nibbles.AsSpan(0, shared))) break;
                depth = shared;
            }
            else
            {
                if (nibbles.Length == depth) break;
                entries = [.. entries.Where(entry => entry.Nibbles.Length > depth && entry.Nibbles[depth] == nibbles[depth])];
                depth++;
            }
        }

        return [.. nodes];
    }

    /// <summary>c(J, i).</summary>
    private static byte[] Node((byte[] Nibbles, byte[] Value)[] entries, int depth)
    {
        if (entries.Length == 1) return Rlp.EncodeList(Rlp.Encode(Pack(entries[0].Nibbles[depth..], isLeaf: true)), Rlp.Encode(entries[0].Value));

        var shared = Shared(entries);
        if (shared > depth) return Rlp.EncodeList(Rlp.Encode(Pack(entries[0].Nibbles[depth..shared], isLeaf: false)), Reference(entries, shared));

        var children = Enumerable.Range(0, 16)
            .Select(nibble => Reference([.. entries.Where(entry => entry.Nibbles.Length > depth && entry.Nibbles[depth] == nibble)], depth + 1));
        var value = entries.SingleOrDefault(entry => entry.Nibbles.Length == depth).Value ?? [];
        return Rlp.EncodeList([.. children, Rlp.Encode(value)]);
    }

    /// <summary>n(J, i).</summary>
    private static byte[] Reference((byte[] Nibbles, byte[] Value)[] entries, int depth)
    {
        if (entries.Length == 0) return Rlp.Encode(""u8);

        var node = Node(entries, depth);
        return node.Length < 32 ? node : Rlp.Encode(Keccak256.Hash(node).ToArray());
    }

    /// <summary>How many half bytes all keys begin with.</summary>
    private static int Shared((byte[] Nibbles, byte[] Value)[] entries)
    {
        var first = entries[0].Nibbles;
        var count = 0;
        while (entries.All(entry => entry.Nibbles.Length > count && first.Length > count && entry.Nibbles[count] == first[count])) count++;
        return count;
    }

    public static byte[] Pack(byte[] nibbles, bool isLeaf)
    {
        var flag = (byte)((isLeaf ? 2 : 0) + (nibbles.Length % 2));
        byte[] all = nibbles.Length % 2 == 1 ? [flag, .. nibbles] : [flag, 0, .. nibbles];
        return [.. all.Chunk(2).Select(pair => (byte)((pair[0] << 4) | pair[1]))];
    }

    private static byte[] Nibbles(ReadOnlySpan<byte> bytes) => [.. Convert.ToHexString(bytes).Select(digit => Convert.ToByte(digit.ToString(), 16))];
}
