using Platone.Cryptography;

namespace Platone.Certification.Tests;

public sealed class MerkleTreeTests
{
    [Fact]
    public void Roots_are_those_of_the_recursive_definition_in_RFC_6962()
    {
        for (var count = 1; count <= 130; count++)
        {
            var leaves = Leaves(count);
            Assert.Equal(RecursiveTree.RootOf(leaves), new MerkleTree(leaves).Root);
        }
    }

    [Fact]
    public void Every_path_leads_from_its_leaf_to_the_root_and_from_no_other_place()
    {
        foreach (var count in new[] { 1, 2, 3, 5, 8, 31, 33, 100 })
        {
            var leaves = Leaves(count);
            var tree = new MerkleTree(leaves);
            for (var position = 0; position < count; position++)
            {
                var path = tree.PathOf(position);
                Assert.Equal(tree.Root, MerkleTree.RootFrom(leaves[position], (uint)position, (uint)count, path));
                for (var other = 0; other < count; other++)
                {
                    if (other != position) Assert.NotEqual(tree.Root, MerkleTree.RootFrom(leaves[position], (uint)other, (uint)count, path));
                }
            }
        }
    }

    [Fact]
    public void A_path_that_is_too_short_or_too_long_leads_nowhere()
    {
        var leaves = Leaves(7);
        var path = new MerkleTree(leaves).PathOf(3);

        Assert.Null(MerkleTree.RootFrom(leaves[3], 3, 7, [.. path.Take(path.Count - 1)]));
        Assert.Null(MerkleTree.RootFrom(leaves[3], 3, 7, [.. path, leaves[0]]));
        Assert.Null(MerkleTree.RootFrom(leaves[3], 7, 7, path));
    }

    [Fact]
    public void An_inner_node_does_not_pass_for_a_leaf()
    {
        var leaves = Leaves(4);
        var tree = new MerkleTree(leaves);
        var inner = MerkleTree.Inner(leaves[0], leaves[1]);

        Assert.Null(MerkleTree.RootFrom(inner, 0, 4, [MerkleTree.Inner(leaves[2], leaves[3])]));
        Assert.Equal(tree.Root, MerkleTree.RootFrom(inner, 0, 2, [MerkleTree.Inner(leaves[2], leaves[3])]));
        // The count comes from the certified batch record, so the second never happens: a verifier takes 4, not 2.
    }

    private static Hash256[] Leaves(int count) => [.. Enumerable.Range(0, count).Select(i => Keccak256.Hash(BitConverter.GetBytes(i)))];
}
