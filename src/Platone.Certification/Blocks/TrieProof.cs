using System.Diagnostics;
using Platone.Cryptography;

namespace Platone.Certification.Blocks;

/// <summary>
/// Proofs of the Merkle-Patricia trie (Yellow Paper, appendix D) in the form of <c>eth_getProof</c> (EIP-1186): the nodes from the root on that have a
/// hash, each once. A proof has one form: nothing in it is unused, and every node is one that a trie contains.
/// </summary>
public static class TrieProof
{
    /// <summary>keccak256(RLP("")): the root of the trie with no entries.</summary>
    public static readonly Hash256 EmptyRoot = Keccak256.Hash([0x80]);

    /// <summary>Looks a key up in a secure trie: all its keys are hashes, so no key ends within another.</summary>
    /// <returns>The leaf's value as it stands there, or null where the nodes prove that the key is absent.</returns>
    /// <exception cref="FormatException">The nodes prove neither. The message names the node, counted from 1.</exception>
    public static ReadOnlyMemory<byte>? Lookup(Hash256 root, Hash256 hashedKey, IReadOnlyList<ReadOnlyMemory<byte>> nodes) =>
        Lookup(root, hashedKey.ToArray(), new([], nodes), oneLength: true);

    /// <summary>
    /// Looks a second key up in a secure trie beside another one's proof. Nodes that both ways have from the root on stand in the other proof alone: a
    /// node that is the next of it is taken from there, and so must not stand among these.
    /// </summary>
    /// <param name="other">The other key's proof, whole; what it proves is not looked at.</param>
    /// <inheritdoc cref="Lookup(Hash256, Hash256, IReadOnlyList{ReadOnlyMemory{byte}})"/>
    public static ReadOnlyMemory<byte>? LookupBeside(
        Hash256 root, Hash256 hashedKey, IReadOnlyList<ReadOnlyMemory<byte>> other, IReadOnlyList<ReadOnlyMemory<byte>> nodes) =>
        Lookup(root, hashedKey.ToArray(), new(other, nodes), oneLength: true);

    /// <summary>Looks a key up in a trie whose keys may have any lengths, like those of transactions and receipts.</summary>
    /// <inheritdoc cref="Lookup(Hash256, Hash256, IReadOnlyList{ReadOnlyMemory{byte}})"/>
    public static ReadOnlyMemory<byte>? Lookup(Hash256 root, ReadOnlySpan<byte> key, IReadOnlyList<ReadOnlyMemory<byte>> nodes) =>
        Lookup(root, key, new([], nodes), oneLength: false);

    private static ReadOnlyMemory<byte>? Lookup(Hash256 root, ReadOnlySpan<byte> key, Nodes nodes, bool oneLength)
    {
        try
        {
            var value = root == EmptyRoot ? null : Walk(root, HexPrefix.Nibbles(key), nodes, oneLength);
            return nodes.AreUsedUp ? value : throw new FormatException($"only {nodes.Used} of {nodes.Count} nodes are needed.");
        }
        catch (FormatException problem)
        {
            throw new FormatException($"Trie proof, node {nodes.Used}: {problem.Message}", problem);
        }
    }

    private static ReadOnlyMemory<byte>? Walk(Hash256 root, ReadOnlySpan<byte> key, Nodes nodes, bool oneLength)
    {
        var node = TrieNode.Read(Rlp.Decode(nodes.Take(root)));
        while (true)
        {
            if (oneLength && LengthProblem(node, key.Length) is { } problem) throw new FormatException(problem);

            RlpItem child;
            switch (node)
            {
                case TrieNode.Leaf leaf:
                    if (!key.SequenceEqual(leaf.Path)) return null;
                    return leaf.Value;
                case TrieNode.Extension extension:
                    if (!key.StartsWith(extension.Path)) return null;
                    key = key[extension.Path.Length..];
                    child = extension.Child;
                    break;
                case TrieNode.Branch branch:
                    if (key.IsEmpty && branch.Value.IsEmpty) return null;
                    if (key.IsEmpty) return branch.Value;
                    if (TrieNode.IsEmpty(branch.Children[key[0]])) return null;
                    child = branch.Children[key[0]];
                    key = key[1..];
                    break;
                default:
                    throw new UnreachableException();
            }

            var below = TrieNode.Read(Follow(child, nodes));
            if (node is TrieNode.Extension && below is not TrieNode.Branch) throw new FormatException("an extension leads to it, and it is no branch.");
            node = below;
        }
    }

    private static RlpItem Follow(RlpItem child, Nodes nodes)
    {
        if (child.IsList) return child;

        var node = nodes.Take(new(child.Bytes.Span));
        return node.Length >= Hash256.Length ? Rlp.Decode(node) : throw new FormatException("it is shorter than its hash and has to stand in its parent.");
    }

    /// <summary>Why this node cannot be where that many half bytes are left of every key.</summary>
    private static string? LengthProblem(TrieNode node, int left) => node switch
    {
        TrieNode.Leaf leaf when leaf.Path.Length != left => $"the leaf's path has {leaf.Path.Length} half bytes; {left} are left of every key.",
        TrieNode.Extension extension when extension.Path.Length >= left => $"the extension's path has {extension.Path.Length} half bytes; {left} are left.",
        TrieNode.Branch when left == 0 => "a branch stands where every key has ended.",
        TrieNode.Branch branch when !branch.Value.IsEmpty => "the branch has a value, and no key ends there.",
        _ => null,
    };

    /// <summary>The nodes of a proof that have a hash, in their order, each used once; before them those that it shares with another proof.</summary>
    private sealed class Nodes(IReadOnlyList<ReadOnlyMemory<byte>> shared, IReadOnlyList<ReadOnlyMemory<byte>> own)
    {
        private int _shared;

        public int Used { get; private set; }

        public int Count => own.Count;

        public bool AreUsedUp => Used == Count;

        public ReadOnlyMemory<byte> Take(Hash256 hash)
        {
            // Ways that parted do not meet again.
            if (Used == 0 && _shared < shared.Count && Keccak256.Hash(shared[_shared].Span) == hash) return shared[_shared++];
            if (AreUsedUp) throw new FormatException($"the node {hash} below it is missing.");

            var node = own[Used++];
            return Keccak256.Hash(node.Span) == hash ? node : throw new FormatException($"it does not have the hash {hash}, which stands above it.");
        }
    }
}
