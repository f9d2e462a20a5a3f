using Platone.Cryptography;

namespace Platone.Certification.Blocks;

/// <summary>A node of the Merkle-Patricia trie (Yellow Paper, appendix D). Only what that definition can bring forth is read.</summary>
abstract record TrieNode
{
    private const int FieldsOfPath = 2, BranchWidth = 16;

    public sealed record Leaf(byte[] Path, ReadOnlyMemory<byte> Value) : TrieNode;

    public sealed record Extension(byte[] Path, RlpItem Child) : TrieNode;

    /// <param name="Children">16, one for each next half byte of the key.</param>
    /// <param name="Value">Of the key that ends here; empty where none does.</param>
    public sealed record Branch(IReadOnlyList<RlpItem> Children, ReadOnlyMemory<byte> Value) : TrieNode;

    /// <exception cref="FormatException">No node, or one that no trie contains.</exception>
    public static TrieNode Read(RlpItem item) => item.Items.Count switch
    {
        FieldsOfPath => ReadPath(item.Items),
        BranchWidth + 1 => ReadBranch(item.Items),
        var count => throw new FormatException($"a node has 2 or 17 fields, not {count}."),
    };

    public static bool IsEmpty(RlpItem child) => !child.IsList && child.Bytes.IsEmpty;

    private static TrieNode ReadPath(IReadOnlyList<RlpItem> fields)
    {
        var path = HexPrefix.Decode(fields[0].Bytes.Span, out var isLeaf);
        if (isLeaf) return new Leaf(path, fields[1].Bytes.IsEmpty ? throw new FormatException("the leaf has no value.") : fields[1].Bytes);
        if (path.Length == 0) throw new FormatException("the extension has no path.");
        if (IsEmpty(fields[1])) throw new FormatException("the extension leads nowhere.");

        RefuseOtherReferences(fields[1]);
        return new Extension(path, fields[1]);
    }

    private static Branch ReadBranch(IReadOnlyList<RlpItem> fields)
    {
        var branch = new Branch([.. fields.Take(BranchWidth)], fields[BranchWidth].Bytes);
        var used = branch.Children.Count(child => !IsEmpty(child)) + (branch.Value.IsEmpty ? 0 : 1);
        if (used < 2) throw new FormatException($"the branch has {used} entries; from two on it is one.");

        foreach (var child in branch.Children) RefuseOtherReferences(child);
        return branch;
    }

    /// <summary>Nothing, the hash of a node, or within the node itself one that is shorter than a hash.</summary>
    private static void RefuseOtherReferences(RlpItem child)
    {
        if (!child.IsList && child.Bytes.Length is not (0 or Hash256.Length))
            throw new FormatException($"a child is a hash of 32 bytes, not {child.Bytes.Length} bytes.");
        if (child.IsList && child.Encode().Length >= Hash256.Length) throw new FormatException("a child of 32 bytes or more stands in it instead of its hash.");
    }
}
