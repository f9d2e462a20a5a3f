using System.Text;
using Platone.Certification.Blocks;
using Platone.Cryptography;
using Platone.Cryptography.Tests;

namespace Platone.Certification.Tests.Blocks;

public sealed class TrieProofTests
{
    private const string Jeff = "697c7b8c961b56f675d570498424ac8de1a918f6", JeffValue = "6f6f6f6820736f2067726561742c207265616c6c6c793f000000000000000000";

    /// <summary>The Ethereum foundation's vectors (ethereum/tests, TrieTests): entries in the order they are written, and the root after the last.</summary>
    public static TheoryData<string, string[][], string> Published => new()
    {
        { "trieanyorder: singleItem", [["A", new('a', 50)]], "d23786fb4a010da3ce639d66d5e904a11dbc02746d1ce25029e53290cabf28ab" },
        {
            "trieanyorder: dogs", [["doe", "reindeer"], ["dog", "puppy"], ["dogglesworth", "cat"]],
            "8aad789dff2f538bca5d8ea56e8abe10f4c7ba3a5dea95fea4cd6e7c3a1168d3"
        },
        {
            "trieanyorder: puppy", [["do", "verb"], ["horse", "stallion"], ["doge", "coin"], ["dog", "puppy"]],
            "5991bb8c6514148a29db676a14ac506cd2cd5775ace63c30a4fe457715e9ac84"
        },
        { "trieanyorder: foo", [["foo", "bar"], ["food", "bass"]], "17beaa1648bafa633cda809c90c04af50fc8aed3cb40d16efbddee6fdf63c4c3" },
        { "trieanyorder: smallValues", [["be", "e"], ["dog", "puppy"], ["bed", "d"]], "3f67c7a47520f79faa29255d2d3c084a7a6df0453116ed7232ff10277a8be68b" },
        { "trieanyorder: testy", [["test", "test"], ["te", "testy"]], "8452568af70d8d140f58d941338542f645fcca50094b20f3c3d8c3df49337928" },
        { "trieanyorder: hex", [["0x0045", "0x0123456789"], ["0x4500", "0x9876543210"]], "285505fcabe84badc8aa310e2aae17eddc7d120aabec8a476902c8184b3a3503" },
        {
            "trietest: emptyValues",
            [
                ["do", "verb"], ["ether", "wookiedoo"], ["horse", "stallion"], ["shaman", "horse"], ["doge", "coin"], ["ether", ""], ["dog", "puppy"],
                ["shaman", ""],
            ],
            "5991bb8c6514148a29db676a14ac506cd2cd5775ace63c30a4fe457715e9ac84"
        },
        {
            "trietest: branchingTests (two of its 25 keys)",
            [
                ["0x04110d816c380812a427968ece99b1c963dfbce6", "something"], ["0x095e7baea6a6c7c4c2dfeb977efac326af552d87", "something"],
                ["0x04110d816c380812a427968ece99b1c963dfbce6", ""], ["0x095e7baea6a6c7c4c2dfeb977efac326af552d87", ""],
            ],
            "56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421"
        },
        {
            "trietest: jeff",
            [
                [Word("45"), "0x22b224a1420a802ab51d326e29fa98e34c4f24ea"],
                [Word("46"), "0x67706c2076330000000000000000000000000000000000000000000000000000"],
                [Word("1234567890"), "0x" + Jeff], [Word(Jeff), "0x1234567890"],
                [Word("7ef9e639e2733cb34e4dfc576d4b23f72db776b2"), "0x4655474156000000000000000000000000000000000000000000000000000000"],
                [Word("ec4f34c97e43fbb2816cfd95e388353c7181dab1"), "0x4e616d6552656700000000000000000000000000000000000000000000000000"],
                ["0x4655474156000000000000000000000000000000000000000000000000000000", "0x7ef9e639e2733cb34e4dfc576d4b23f72db776b2"],
                ["0x4e616d6552656700000000000000000000000000000000000000000000000000", "0xec4f34c97e43fbb2816cfd95e388353c7181dab1"],
                [Word("1234567890"), ""], [Word(Jeff), "0x" + JeffValue], ["0x" + JeffValue, "0x" + Jeff],
            ],
            "9f6221ebb8efe7cff60a716ecb886e67dd042014be444669f0159d8e68b42100"
        },
        {
            "trietest: insert-middle-leaf",
            [
                ["key1aa", "0123456789012345678901234567890123456789xxx"], ["key1", "0123456789012345678901234567890123456789Very_Long"],
                ["key2bb", "aval3"], ["key2", "short"], ["key3cc", "aval3"], ["key3", "1234567890123456789012345678901"],
            ],
            "cb65032e2f76c48b82b5c24b3db8f670ce73982869d38cd39a624f23d62a9e89"
        },
        {
            "trietest: branch-value-update", [["abc", "123"], ["abcd", "abcd"], ["abc", "abc"]],
            "7a320748f780ad9ad5b0837302075ce0eeba6c26e3d8562c67ccc0f1b273298a"
        },
    };

    /// <summary>The same of the secure trie: every key is hashed before.</summary>
    public static TheoryData<string, string[][], string> PublishedSecure => new()
    {
        {
            "trieanyorder_secureTrie: dogs", [["doe", "reindeer"], ["dog", "puppy"], ["dogglesworth", "cat"]],
            "d4cd937e4a4368d7931a9cf51686b7e10abb3dce38a39000fd7902a092b64585"
        },
        {
            "hex_encoded_securetrie_test: test1",
            [
                ["0xa94f5374fce5edbc8e2a8697c15331677e6ebf0b", Account("f848018405f446a7", EmptyTrie, EmptyCode)],
                [
                    "0x095e7baea6a6c7c4c2dfeb977efac326af552d87",
                    Account("f8440101", EmptyTrie, "04bccc5d94f4d1f99aab44369a910179931772f2a5c001c3229f57831c102769")
                ],
                [
                    "0xd2571607e241ecf590ed94b12d87c94babe36db6",
                    Account("f8440180", "ba4b47865c55a341a4a78759bb913cd15c3ee8eaf30a62fa8d1c8863113d84e8", EmptyCode)
                ],
                ["0x62c01474f089b07dae603491675dc5b5748f7049", Account("f8448080", EmptyTrie, EmptyCode)],
                ["0x2adc25665018aa1fe0e6bc666dac8fc2697ff9ba", Account("f8478083019a59", EmptyTrie, EmptyCode)],
            ],
            "730a444e08ab4b8dee147c9b232fc52d34a223d600031c1e9d25bfc985cbd797"
        },
    };

    private const string EmptyTrie = "56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421";
    private const string EmptyCode = "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470";

    [Theory]
    [MemberData(nameof(Published))]
    public void Published_tries_prove_every_key_and_no_other(string name, string[][] written, string root)
    {
        var entries = Apply(written);
        var trie = new ReferenceTrie(entries.Select(entry => (Bytes(entry.Key), entry.Value)));

        Assert.Equal($"{name} 0x{root}", $"{name} {trie.Root}");
        foreach (var (key, value) in entries) Assert.Equal(value, TrieProof.Lookup(trie.Root, Bytes(key), trie.Prove(Bytes(key)))!.Value.ToArray());
        string[] others = ["", "d", "dogg", "dogz", "key", "key1a", "key1aaa", "abcde", "zebra"];
        foreach (var key in written.Select(entry => entry[0]).Concat(others))
        {
            if (!entries.ContainsKey(key)) Assert.Null(TrieProof.Lookup(trie.Root, Bytes(key), trie.Prove(Bytes(key))));
        }
    }

    [Theory]
    [MemberData(nameof(PublishedSecure))]
    public void Published_secure_tries_prove_every_key_and_no_other(string name, string[][] written, string root)
    {
        var entries = Apply(written);
        var trie = new ReferenceTrie(entries.Select(entry => (Keccak256.Hash(Bytes(entry.Key)).ToArray(), entry.Value)));

        Assert.Equal($"{name} 0x{root}", $"{name} {trie.Root}");
        foreach (var (key, value) in entries) Assert.Equal(value, Lookup(trie, Keccak256.Hash(Bytes(key))));
        for (var i = 0; i < 100; i++) Assert.Null(Lookup(trie, Keccak256.Hash([(byte)i])));
    }

    [Fact]
    public void The_empty_trie_proves_that_everything_is_absent_without_a_node()
    {
        Assert.Equal(Hash256.Parse(EmptyTrie), TrieProof.EmptyRoot);
        Assert.Null(TrieProof.Lookup(TrieProof.EmptyRoot, Hash256.Zero, []));
        AssertRefused("only 0 of 1 nodes", TrieProof.EmptyRoot, [[0x80]]);
    }

    [Fact]
    public void Random_secure_tries_prove_every_key_and_no_other()
    {
        var random = new Random(21);
        foreach (var count in Enumerable.Range(1, 40).Append(100).Append(300))
        {
            var entries = Entries(random, count);
            var trie = new ReferenceTrie(entries.Select(entry => (entry.Key.ToArray(), entry.Value)));

            foreach (var (key, value) in entries.Take(40)) Assert.Equal(value, Lookup(trie, key));
            for (var i = 0; i < 40; i++) Assert.Null(Lookup(trie, random.NextHash()));
        }
    }

    [Fact]
    public void Random_tries_with_short_keys_prove_every_key_and_no_other()
    {
        var random = new Random(22);
        for (var round = 0; round < 100; round++)
        {
            var entries = Enumerable.Range(0, random.Next(1, 60)).Select(_ => random.NextBytes(random.Next(1, 4)).Select(b => (byte)(b & 0x33)).ToArray())
                .DistinctBy(Convert.ToHexString).Select(key => (Key: key, Value: random.NextBytes(random.Next(1, 40)))).ToArray();
            var trie = new ReferenceTrie(entries);

            foreach (var (key, value) in entries) Assert.Equal(value, TrieProof.Lookup(trie.Root, key, trie.Prove(key))!.Value.ToArray());
            for (var i = 0; i < 60; i++)
            {
                var key = random.NextBytes(random.Next(5)).Select(b => (byte)(b & 0x33)).ToArray();
                if (!entries.Any(entry => entry.Key.SequenceEqual(key))) Assert.Null(TrieProof.Lookup(trie.Root, key, trie.Prove(key)));
            }
        }
    }

    [Fact]
    public void A_proof_with_any_bit_changed_proves_nothing()
    {
        var random = new Random(23);
        foreach (var count in new[] { 1, 2, 17, 300 })
        {
            var (trie, key) = Proven(random, count);
            foreach (var wanted in new[] { key, random.NextHash() })
            {
                var nodes = trie.Prove(wanted.ToArray()).Select(node => node.ToArray()).ToArray();
                for (var i = 0; i < nodes.Length; i++)
                {
                    for (var bit = 0; bit < nodes[i].Length * 8; bit++)
                    {
                        nodes[i][bit / 8] ^= (byte)(1 << (bit % 8));
                        AssertRefused($"node {i + 1}: it does not have the hash", trie.Root, nodes, wanted);
                        nodes[i][bit / 8] ^= (byte)(1 << (bit % 8));
                    }
                }
            }
        }
    }

    /// <summary>What a forger could do that finds a chain with a wrong root: here the hashes are right, so the nodes' form alone decides.</summary>
    [Fact]
    public void Whatever_stands_in_a_node_it_is_read_or_refused_and_nothing_else_happens()
    {
        var random = new Random(24);
        var refused = 0;
        foreach (var count in new[] { 1, 2, 17, 300 })
        {
            var (trie, key) = Proven(random, count);
            var proof = trie.Prove(key.ToArray());
            for (var bit = 0; bit < proof[0].Length * 8; bit++)
            {
                var node = proof[0].ToArray();
                node[bit / 8] ^= (byte)(1 << (bit % 8));
                try
                {
                    TrieProof.Lookup(Keccak256.Hash(node), key, [node, .. proof[1..]]);
                }
                catch (FormatException)
                {
                    refused++;
                }
            }
        }

        Assert.True(refused > 1000, $"{refused}");
    }

    [Fact]
    public void A_node_that_is_missing_surplus_doubled_or_out_of_order_is_refused()
    {
        var (trie, key) = Proven(new Random(25), 300);
        byte[][] nodes = [.. trie.Prove(key.ToArray()).Select(node => node.ToArray())];
        Assert.True(nodes.Length >= 3);

        AssertRefused("node 0: the node", trie.Root, [], key);
        AssertRefused($"node {nodes.Length - 1}: the node", trie.Root, nodes[..^1], key);
        AssertRefused("node 1: it does not have the hash", trie.Root, nodes[1..], key);
        AssertRefused("node 2: it does not have the hash", trie.Root, [nodes[0], .. nodes[2..]], key);
        AssertRefused($"only {nodes.Length} of {nodes.Length + 1} nodes", trie.Root, [.. nodes, nodes[^1]], key);
        AssertRefused($"only {nodes.Length} of {nodes.Length + 1} nodes", trie.Root, [.. nodes, [0xc0]], key);
        AssertRefused("node 2: it does not have the hash", trie.Root, [nodes[0], .. nodes], key);
        AssertRefused("node 1: it does not have the hash", trie.Root, [nodes[1], nodes[0], .. nodes[2..]], key);
        AssertRefused("node 1: it does not have the hash", Hash256.Zero, nodes, key);
    }

    [Theory]
    [InlineData("c0", "2 or 17 fields, not 0")]
    [InlineData("c3010203", "2 or 17 fields, not 3")]
    [InlineData("05", "found bytes")]
    [InlineData("c20102c0", "bytes follow")]
    [InlineData("c3812005", "single byte")]
    [InlineData("c28005", "path has no bytes")]
    [InlineData("c24005", "begins with 4")]
    [InlineData("c3" + "81f0" + "05", "begins with 15")]
    [InlineData("c22105", "padded with 1")]
    [InlineData("c20305", "padded with 3")]
    [InlineData("c22080", "leaf has no value")]
    [InlineData("c220c0", "found a list")]
    [InlineData("c20005", "extension has no path")]
    [InlineData("c21180", "leads nowhere")]
    [InlineData("c21105", "not 1 bytes")]
    [InlineData("d1" + "80808080808080808080808080808080" + "80", "branch has 0 entries")]
    [InlineData("d3" + "c22005" + "808080808080808080808080808080" + "80", "branch has 1 entries")]
    [InlineData("d1" + "80808080808080808080808080808080" + "05", "branch has 1 entries")]
    [InlineData("d5" + "c22005" + "c22005" + "8080808080808080808080808080" + "c0", "found a list")]
    [InlineData("d5" + "c22005" + "820102" + "8080808080808080808080808080" + "80", "not 2 bytes")]
    public void What_no_trie_contains_is_refused(string node, string reason) => AssertRefusedAt([0x12], reason, Hex.Decode(node));

    [Theory]
    [InlineData(31)]
    [InlineData(33)]
    public void A_reference_is_a_hash_of_32_bytes(int length) =>
        AssertRefused($"not {length} bytes", Root(Branch(Leaf(1, 5), Rlp.Encode(new byte[length])), out var nodes), nodes);

    [Fact]
    public void Only_a_node_shorter_than_a_hash_stands_within_its_parent()
    {
        var longest = Leaf(1, [.. Enumerable.Repeat((byte)7, 28)]);
        var tooLong = Leaf(1, [.. Enumerable.Repeat((byte)7, 29)]);
        Assert.Equal((31, 32), (longest.Length, tooLong.Length));

        Assert.Equal(28, TrieProof.Lookup(Root(Branch(longest, Leaf(1, 5)), out var nodes), [0x01], AsProof(nodes))!.Value.Length);
        AssertRefusedAt([0x01], "instead of its hash", Branch(tooLong, Leaf(1, 5)));
        AssertRefusedAt([0x11], "instead of its hash", Branch(tooLong, Leaf(1, 5)));
        AssertRefusedAt([0x01], "has to stand in its parent", Branch(HashOf(longest), Leaf(1, 5)), longest);
        Assert.Equal(29, TrieProof.Lookup(Root(Branch(HashOf(tooLong), Leaf(1, 5)), out nodes), [0x01], AsProof([.. nodes, tooLong]))!.Value.Length);
    }

    [Fact]
    public void An_extension_leads_to_a_branch()
    {
        var leaf = Leaf(1, [.. Enumerable.Repeat((byte)7, 40)]);
        var extension = Rlp.EncodeList(Rlp.Encode([0x11]), Branch(Leaf(1, 5), Leaf(1, 6)));

        AssertRefusedAt([0x11], "it is no branch", Rlp.EncodeList(Rlp.Encode([0x11]), HashOf(leaf)), leaf);
        AssertRefusedAt([0x11], "it is no branch", Rlp.EncodeList(Rlp.Encode([0x11]), extension));
    }

    [Fact]
    public void Where_all_keys_have_32_bytes_none_ends_earlier_or_later()
    {
        var value = new byte[40];
        var short62 = Rlp.EncodeList(Rlp.Encode(Path(62, isLeaf: true)), Rlp.Encode(value));
        var long66 = Rlp.EncodeList(Rlp.Encode(Path(66, isLeaf: true)), Rlp.Encode(value));
        var branch = Branch(Leaf(0, value), Leaf(0, value), value);
        var ended = Branch(Rlp.Encode(Keccak256.Hash("a"u8).ToArray()), Rlp.Encode(Keccak256.Hash("b"u8).ToArray()));
        var beforeEnd = Branch(HashOf(ended), HashOf(ended));

        AssertRefused("has 62 half bytes; 64 are left", Root(short62, out var nodes), nodes);
        AssertRefused("has 66 half bytes; 64 are left", Root(long66, out nodes), nodes);
        AssertRefused("branch has a value", Root(Branch(HashOf(short62), HashOf(long66), value), out nodes), nodes);
        AssertRefused("extension's path has 64", Root(Rlp.EncodeList(Rlp.Encode(Path(64, isLeaf: false)), HashOf(branch)), out nodes), nodes);
        AssertRefused(
            "node 3: a branch stands where every key has ended",
            Root(Rlp.EncodeList(Rlp.Encode(Path(63, isLeaf: false)), HashOf(beforeEnd)), out nodes), [.. nodes, beforeEnd, ended]);
    }

    private static byte[] Path(int nibbles, bool isLeaf) => ReferenceTrie.Pack(new byte[nibbles], isLeaf);

    private static byte[] Leaf(int nibbles, params byte[] value) =>
        Rlp.EncodeList(Rlp.Encode(ReferenceTrie.Pack([.. Enumerable.Repeat((byte)1, nibbles)], isLeaf: true)), Rlp.Encode(value));

    /// <summary>The first two of 16 children, and perhaps a value.</summary>
    private static byte[] Branch(byte[] first, byte[] second, byte[]? value = null) =>
        Rlp.EncodeList([first, second, .. Enumerable.Repeat(Rlp.Encode(""u8), 14), Rlp.Encode(value ?? [])]);

    private static byte[] HashOf(byte[] node) => Rlp.Encode(Keccak256.Hash(node).ToArray());

    private static Hash256 Root(byte[] node, out byte[][] nodes)
    {
        nodes = [node];
        return Keccak256.Hash(node);
    }

    private static byte[]? Lookup(ReferenceTrie trie, Hash256 key) => TrieProof.Lookup(trie.Root, key, trie.Prove(key.ToArray()))?.ToArray();

    private static ReadOnlyMemory<byte>[] AsProof(byte[][] nodes) => [.. nodes.Select(node => (ReadOnlyMemory<byte>)node)];

    private static void AssertRefused(string reason, Hash256 root, byte[][] nodes, Hash256 key = default) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => TrieProof.Lookup(root, key, AsProof(nodes))).Message, StringComparison.Ordinal);

    private static void AssertRefusedAt(byte[] key, string reason, params byte[][] nodes)
    {
        var problem = Assert.Throws<FormatException>(() => TrieProof.Lookup(Keccak256.Hash(nodes[0]), key, AsProof(nodes)));
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }

    private static (ReferenceTrie Trie, Hash256 Key) Proven(Random random, int count)
    {
        var entries = Entries(random, count);
        return (new(entries.Select(entry => (entry.Key.ToArray(), entry.Value))), entries[0].Key);
    }

    private static (Hash256 Key, byte[] Value)[] Entries(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (random.NextHash(), random.NextBytes(random.Next(1, 80))))];

    private static Dictionary<string, byte[]> Apply(string[][] written)
    {
        var entries = new Dictionary<string, byte[]>();
        foreach (var entry in written)
        {
            if (entry[1].Length == 0) entries.Remove(entry[0]);
            else entries[entry[0]] = Bytes(entry[1]);
        }

        return entries;
    }

    private static byte[] Bytes(string text) => text.StartsWith("0x", StringComparison.Ordinal) ? Hex.Decode(text) : Encoding.ASCII.GetBytes(text);

    private static string Word(string digits) => "0x" + digits.PadLeft(64, '0');

    private static string Account(string start, string storageRoot, string codeHash) => $"0x{start}a0{storageRoot}a0{codeHash}";
}
