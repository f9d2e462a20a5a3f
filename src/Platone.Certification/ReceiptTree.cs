using Platone.Cryptography;

namespace Platone.Certification;

/// <summary>
/// The receipts of one message under one signature: a tree of the batch tree's shape over <c>keccak256(0x00 || hashStruct(Receipt))</c>,
/// in the message's order. Each receipt can be shown alone, with its path and the one signature.
/// </summary>
public sealed class ReceiptTree
{
    private static readonly Hash256 TypeHash = Keccak256.Hash("Receipts(bytes32 root)"u8);

    private readonly MerkleTree _tree;

    /// <param name="receipts">At least one, in the message's order.</param>
    public ReceiptTree(ReadOnlySpan<Receipt> receipts)
    {
        var leaves = new Hash256[receipts.Length];
        for (var i = 0; i < leaves.Length; i++) leaves[i] = LeafOf(receipts[i]);
        _tree = new MerkleTree(leaves);
    }

    public Hash256 Root => _tree.Root;

    public int Count => _tree.Count;

    /// <summary>What leads from the receipt at <paramref name="position"/> to the root.</summary>
    public IReadOnlyList<Hash256> PathOf(int position) => _tree.PathOf(position);

    /// <summary>The EIP-712 digest that the certifier signs.</summary>
    /// <param name="domain">From <see cref="Receipt.Domain"/>.</param>
    public Hash256 Digest(Hash256 domain) => Digest(Root, domain);

    /// <summary>The digest of receipts of which only the root is known.</summary>
    public static Hash256 Digest(Hash256 root, Hash256 domain)
    {
        var words = new AbiWriter(stackalloc byte[2 * AbiWriter.WordLength]);
        words.Write(TypeHash);
        words.Write(root);
        return Eip712.Digest(domain, Keccak256.Hash(words.Written));
    }

    public static Hash256 LeafOf(Receipt receipt)
    {
        Span<byte> prefixed = stackalloc byte[1 + Hash256.Length];
        prefixed[0] = 0x00;
        receipt.HashStruct().CopyTo(prefixed[1..]);
        return Keccak256.Hash(prefixed);
    }
}
