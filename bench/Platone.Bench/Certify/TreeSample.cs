using Platone.Certification;
using Platone.Cryptography;

namespace Platone.Bench.Certify;

/// <summary>A large tree, and the hashes of its inner nodes alone.</summary>
sealed class TreeSample
{
    public const int Leaves = 1 << 20;

    private readonly Hash256[] _leaves = new Hash256[Leaves];

    // A tree of n leaves has n - 1 inner nodes: 0x01 || left || right.
    private readonly ReadyHashes _inner = new(Leaves - 1, length: 1 + (2 * Hash256.Length));

    public TreeSample()
    {
        var random = new Random(1);
        Span<byte> leaf = stackalloc byte[Hash256.Length];
        for (var i = 0; i < Leaves; i++)
        {
            random.NextBytes(leaf);
            _leaves[i] = new(leaf);
        }
    }

    public Hash256 Build() => new MerkleTree(_leaves).Root;

    public void HashAlone() => _inner.Hash();
}
