using System.Text;
using System.Text.Json.Nodes;
using Platone.Certification;
using Platone.Cryptography;
using Platone.Cryptography.Tests;

namespace Platone.Contracts.Tests;

/// <summary>
/// Random trees and ranges, proofs of them, and proofs with something changed: C#, the deployed library, the page that verifies proofs and RFC 6962's
/// recursion reach the same roots, or refuse alike. C# and the recursion, which are the two that make paths, make the same.
/// </summary>
public sealed class RangeDifferentialTests
{
    private const int ClaimsPerTree = 20;
    private const int TreesAtOnce = 250;
    private const int Seed = 20_261_126;

    private static readonly int Claims = FuzzCases.Count(1_000, most: 100_000);

    [Fact]
    public async Task Paths_and_roots_of_ranges_are_the_same_in_the_program_the_contract_and_the_page()
    {
        await using var anvil = await Anvil.StartAsync();
        var (proven, refused, elsewhere) = (0, 0, 0);
        for (var done = 0; done * ClaimsPerTree < Claims; done += TreesAtOnce)
        {
            var trees = Enumerable.Range(done, Math.Min(TreesAtOnce, (Claims / ClaimsPerTree) - done)).Select(number => new Tree(number)).ToArray();
            var answers = await EthersOracle.AskAsync(trees.Select(tree => tree.ToQuestion(anvil.Url)));
            foreach (var (tree, answer) in trees.Zip(answers))
            {
                var roots = tree.Check(answer);
                proven += roots.Count(root => root == tree.Root);
                refused += roots.Count(root => root is null);
                elsewhere += roots.Count(root => root is not null && root != tree.Root);
            }
        }

        // All three kinds of claims were among them.
        var counts = $"Seed {Seed}: {proven} proven, {refused} refused, {elsewhere} elsewhere.";
        Assert.True(proven > Claims / 4 && refused > Claims / 20 && elsewhere > Claims / 20, counts);
    }

    /// <summary>That the leaves from a position on stand at another one, in a tree of some count.</summary>
    private readonly record struct Claim(int From, int Length, uint First, uint Count, IReadOnlyList<Hash256> Path);

    private sealed class Tree
    {
        private readonly string _seed;
        private readonly Random _random;
        private readonly Hash256[] _leaves;
        private readonly MerkleTree _tree;
        private readonly Claim[] _claims;

        public Tree(int number)
        {
            _seed = $"{Seed} {number}";
            _random = new Random(Seed + number);
            _leaves = [.. Enumerable.Range(0, NextCount(300)).Select(i => Keccak256.Hash(Encoding.UTF8.GetBytes($"{_seed} {i}")))];
            _tree = new([.. _leaves]);
            _claims = [.. Enumerable.Range(0, ClaimsPerTree).Select(i => i % 2 == 0 ? NextClaim() : Changed(NextClaim()))];
        }

        public Hash256 Root => _tree.Root;

        public JsonObject ToQuestion(Uri url) => new()
        {
            ["url"] = url.ToString(),
            ["seed"] = _seed,
            ["count"] = _leaves.Length,
            ["claims"] = new JsonArray([.. _claims.Select(ToJson)]),
        };

        /// <returns>Where each claim leads.</returns>
        public Hash256?[] Check(JsonNode answer)
        {
            Assert.Equal(answer["root"]!.GetValue<string>(), Root.ToString());
            return [.. _claims.Zip(answer["claims"]!.AsArray(), (claim, said) => Check(claim, said!))];
        }

        private Hash256? Check(Claim claim, JsonNode said)
        {
            var place = $"tree '{_seed}' of {_leaves.Length}: {claim.Length} leaves from {claim.From}, claimed at {claim.First} of {claim.Count}";
            var path = _tree.PathOf(claim.From, claim.Length).Select(hash => hash.ToString());
            Assert.True(path.SequenceEqual(said["path"]!.AsArray().Select(hash => hash!.GetValue<string>())), $"Another path by the recursion: {place}");

            var root = MerkleTree.RootFrom(_leaves.AsSpan(claim.From, claim.Length), claim.First, claim.Count, claim.Path);
            foreach (var other in new[] { "page", "solidity", "recursion" })
            {
                // Null says that there is no root; a missing answer would pass for it.
                Assert.True(said.AsObject().TryGetPropertyValue(other, out var found), $"No answer by '{other}': {place}");
                Assert.True(root?.ToString() == found?.GetValue<string>(), $"{root} here, {found} by '{other}': {place}");
            }

            return root;
        }

        private Claim NextClaim()
        {
            var from = _random.Next(_leaves.Length);
            var length = NextCount(_leaves.Length - from);
            return new(from, length, (uint)from, (uint)_leaves.Length, _tree.PathOf(from, length));
        }

        private Claim Changed(Claim claim) => _random.Next(9) switch
        {
            0 => claim with { First = (uint)_random.Next(_leaves.Length + 1) },
            1 => claim with { First = (uint)_random.NextInt64(1L << 32) },
            2 => claim with { Count = (uint)_random.Next((2 * _leaves.Length) + 1) },
            3 => claim with { Count = (uint)_random.NextInt64(1L << 32) },
            4 => claim with { Path = [.. claim.Path.Skip(1)] },
            5 => claim with { Path = [.. claim.Path, _random.NextHash()] },
            6 => claim with { Path = [.. claim.Path.Reverse()] },
            7 => claim with { Path = [.. claim.Path.Select(hash => _random.Next(4) == 0 ? _random.NextHash() : hash)] },
            _ => claim with { Length = _random.Next(1, _leaves.Length - claim.From + 1) },
        };

        /// <summary>From 1 on, small ones more often.</summary>
        private int NextCount(int most) => 1 + _random.Next(1 + _random.Next(most));

        private static JsonNode ToJson(Claim claim) => new JsonObject
        {
            ["from"] = claim.From,
            ["length"] = claim.Length,
            ["first"] = claim.First,
            ["count"] = claim.Count,
            ["path"] = new JsonArray([.. claim.Path.Select(hash => JsonValue.Create(hash.ToString()))]),
        };
    }
}
