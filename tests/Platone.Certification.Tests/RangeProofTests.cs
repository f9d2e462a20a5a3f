using FsCheck;
using FsCheck.Fluent;
using Platone.Cryptography;

namespace Platone.Certification.Tests;

/// <summary>Consecutive leaves and their path, held against RFC 6962's own recursion.</summary>
public sealed class RangeProofTests
{
    // FsCheck shows the seed of the case that failed.
    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();

    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void Every_range_of_every_small_tree_has_the_path_of_the_recursion_and_leads_to_the_root()
    {
        for (var count = 1; count <= 40; count++)
        {
            var leaves = new Random(count).NextHashes(count);
            for (var first = 0; first < count; first++)
            {
                for (var length = 1; length <= count - first; length++) AssertProven(leaves, first, length);
            }
        }
    }

    [Fact]
    public void So_has_every_range_of_trees_of_many_blocks() => Prop.ForAll(Seeds, seed =>
    {
        var random = new Random(seed);
        var leaves = random.NextHashes(random.Next(1, 2_100));
        var first = random.Next(leaves.Length);
        AssertProven(leaves, first, random.Next(1, leaves.Length - first + 1));
    }).Check(Config);

    [Fact]
    public void A_range_of_one_leaf_has_that_leafs_path()
    {
        var leaves = new Random(1).NextHashes(77);
        var tree = new MerkleTree(leaves);
        for (var position = 0; position < leaves.Length; position++)
        {
            var path = tree.PathOf(position, 1);
            Assert.Equal(tree.PathOf(position), path);
            Assert.Equal(
                MerkleTree.RootFrom(leaves[position], (uint)position, 77, path), MerkleTree.RootFrom(leaves.AsSpan(position, 1), (uint)position, 77, path));
        }
    }

    [Fact]
    public void The_whole_tree_needs_no_path() => Assert.Empty(new MerkleTree(new Random(2).NextHashes(1_000)).PathOf(0, 1_000));

    [Fact]
    public void Another_leaf_another_hash_and_another_place_do_not_lead_to_the_root() => Prop.ForAll(Seeds, seed =>
    {
        var random = new Random(seed);
        var leaves = random.NextHashes(random.Next(2, 301));
        var first = random.Next(leaves.Length);
        var range = leaves.AsSpan(first, random.Next(1, leaves.Length - first + 1)).ToArray();
        var tree = new MerkleTree(leaves);
        Hash256[] path = [.. tree.PathOf(first, range.Length)];
        uint place = (uint)first, count = (uint)leaves.Length;

        for (var i = 0; i < range.Length; i++) Assert.NotEqual(tree.Root, MerkleTree.RootFrom(Changed(range, i, random), place, count, path));
        for (var i = 0; i < path.Length; i++) Assert.NotEqual(tree.Root, MerkleTree.RootFrom(range, place, count, Changed(path, i, random)));
        for (uint other = 0; other < count; other++)
        {
            if (other != place) Assert.NotEqual(tree.Root, MerkleTree.RootFrom(range, other, count, path));
        }

        Assert.NotEqual(tree.Root, MerkleTree.RootFrom(range.AsSpan(1), place + 1, count, path));
        Assert.NotEqual(tree.Root, MerkleTree.RootFrom(range.AsSpan(1), place, count, path));
        Assert.NotEqual(tree.Root, MerkleTree.RootFrom([.. range, random.NextHash()], place, count, path));
    }).Check(Config);

    [Fact]
    public void A_path_that_is_too_short_or_too_long_leads_nowhere() => Prop.ForAll(Seeds, seed =>
    {
        var random = new Random(seed);
        var leaves = random.NextHashes(random.Next(1, 301));
        var first = random.Next(leaves.Length);
        var range = leaves.AsSpan(first, random.Next(1, leaves.Length - first + 1));
        var path = new MerkleTree(leaves).PathOf(first, range.Length);

        Assert.Null(MerkleTree.RootFrom(range, (uint)first, (uint)leaves.Length, [.. path, random.NextHash()]));
        for (var length = 0; length < path.Count; length++)
            Assert.Null(MerkleTree.RootFrom(range, (uint)first, (uint)leaves.Length, [.. path.Take(length)]));
    }).Check(Config);

    [Fact]
    public void A_range_that_is_empty_or_leaves_the_tree_leads_nowhere()
    {
        var leaves = new Random(3).NextHashes(7);

        Assert.Null(MerkleTree.RootFrom([], 0, 7, []));
        Assert.Null(MerkleTree.RootFrom([], 0, 0, []));
        Assert.Null(MerkleTree.RootFrom(leaves, 1, 7, []));
        Assert.Null(MerkleTree.RootFrom(leaves, 0, 6, []));
        Assert.Null(MerkleTree.RootFrom(leaves, 7, 7, []));
        Assert.Null(MerkleTree.RootFrom(leaves, uint.MaxValue, uint.MaxValue, []));
        Assert.Null(MerkleTree.RootFrom(leaves, uint.MaxValue - 6, uint.MaxValue, []));
    }

    [Fact]
    public void Positions_reach_to_the_end_of_their_type()
    {
        var random = new Random(4);
        var (leaves, path) = (random.NextHashes(2), random.NextHashes(31));

        // The last two of 2^32 - 1 leaves: the last one is alone on the lowest level, and both have a left sibling on all above.
        var lone = MerkleTree.Inner(path[0], leaves[0]);
        var expected = path[1..].Aggregate(MerkleTree.Inner(lone, leaves[1]), (node, sibling) => MerkleTree.Inner(sibling, node));
        Assert.Equal(expected, MerkleTree.RootFrom(leaves, uint.MaxValue - 2, uint.MaxValue, path));
    }

    [Fact]
    public void A_tree_has_paths_of_its_own_ranges_only()
    {
        var tree = new MerkleTree(new Random(5).NextHashes(40));

        foreach (var (first, count) in new[] { (-1, 1), (0, 0), (0, -1), (40, 1), (39, 2), (0, 41), (1, int.MaxValue) })
            Assert.Throws<ArgumentOutOfRangeException>(() => tree.PathOf(first, count));
    }

    [Fact]
    public void Each_entry_of_the_index_has_a_path_to_the_batchs_index_root()
    {
        var random = new Random(6);
        CertifiedRecord[] records = [.. Enumerable.Range(0, 100).Select(i => random.NextRecord() with { Stream = Keccak256.Hash([(byte)(i % 9)]) })];
        var batch = Given.Batch(records);
        var tree = IndexEntry.TreeOf(batch.Index);

        for (var i = 0; i < batch.Index.Count; i++)
            Assert.Equal(batch.Record.IndexRoot, MerkleTree.RootFrom(batch.Index[i].Leaf(), (uint)i, (uint)batch.Index.Count, tree.PathOf(i)));
    }

    private static void AssertProven(Hash256[] leaves, int first, int length)
    {
        var tree = new MerkleTree(leaves);
        var path = tree.PathOf(first, length);

        Assert.Equal(RecursiveTree.PathOf(leaves, first, length), path);
        Assert.Equal(RecursiveTree.RootOf(leaves), tree.Root);
        Assert.Equal(tree.Root, MerkleTree.RootFrom(leaves.AsSpan(first, length), (uint)first, (uint)leaves.Length, path));
    }

    private static Hash256[] Changed(Hash256[] hashes, int place, Random random)
    {
        Hash256[] changed = [.. hashes];
        changed[place] = random.NextHash();
        return changed;
    }
}
