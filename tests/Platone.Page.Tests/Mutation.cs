using Platone.Certification;
using Platone.Certification.Blocks;
using Platone.Certification.Tests.Blocks;
using Platone.Cryptography;

namespace Platone.Page.Tests;

/// <summary>Changes parts of a proof and mends every hash above them, so that nothing but the changed part itself is wrong.</summary>
static class Mutation
{
    /// <summary>Some bytes set, left out or put in.</summary>
    public static byte[] OfBytes(byte[] bytes, Random random)
    {
        var changed = bytes.ToList();
        for (var times = random.Next(1, 4); times > 0 && changed.Count > 0; times--)
        {
            var place = random.Next(changed.Count);
            switch (random.Next(4))
            {
                case 0: changed[place] ^= (byte)(1 << random.Next(8)); break;
                case 1: changed[place] = (byte)random.Next(256); break;
                case 2: changed.RemoveAt(place); break;
                default: changed.Insert(place, changed[random.Next(changed.Count)]); break;
            }
        }

        return [.. changed];
    }

    public static ProofChain OfAccount(ProofChain chain, Random random)
    {
        var nodes = Nodes(chain.Account);
        return WithAccount(chain, MutateOne(nodes, random));
    }

    public static ProofChain OfStorage(ProofChain chain, Random random)
    {
        var nodes = Nodes(chain.Storage);
        var root = Keccak256.Hash(nodes[0]);
        var changed = MutateOne(nodes, random);
        var account = Nodes(chain.Account);
        account[^1] = Replace(account[^1], root, Keccak256.Hash(changed[0]));
        Relink(account, Nodes(chain.Account));
        return WithAccount(chain with { Storage = Texts(changed) }, account);
    }

    public static ProofChain OfHeader(ProofChain chain, Random random)
    {
        var header = Rlp.Decode(Hex.Decode(chain.Header)).Items.Select(Encode).ToList();
        if (random.Next(2) == 0) return chain with { Header = Hex.Encode(Items(header, random)) };

        var extraData = Rlp.Decode(Rlp.Decode(header[12]).Bytes).Items.Select(Encode).ToList();
        header[12] = Rlp.Encode(Items(extraData, random));
        return chain with { Header = Hex.Encode(Rlp.EncodeList([.. header])) };
    }

    private static ProofChain WithAccount(ProofChain chain, List<byte[]> account) => chain with
    {
        Account = Texts(account), Header = Hex.Encode(new SealedHeader(4) { StateRoot = Keccak256.Hash(account[0]) }.SealedBy(0, 1, 2)),
    };

    private static List<byte[]> MutateOne(List<byte[]> nodes, Random random)
    {
        var changed = nodes.ToList();
        var place = random.Next(nodes.Count);
        changed[place] = random.Next(3) == 0 ? OfBytes(nodes[place], random) : Items([.. Rlp.Decode(nodes[place]).Items.Select(Encode)], random);
        Relink(changed, nodes);
        return changed;
    }

    /// <summary>Each parent gets the hash that its child has now.</summary>
    private static void Relink(List<byte[]> changed, List<byte[]> before)
    {
        for (var i = changed.Count - 1; i > 0; i--) changed[i - 1] = Replace(changed[i - 1], Keccak256.Hash(before[i]), Keccak256.Hash(changed[i]));
    }

    /// <summary>A list with some of its items changed, RLP-encoded.</summary>
    private static byte[] Items(List<byte[]> items, Random random)
    {
        for (var times = random.Next(1, 3); times > 0 && items.Count > 0; times--)
        {
            var place = random.Next(items.Count);
            var bytes = Rlp.Decode(items[place]) is { IsList: false } item ? item.Bytes.ToArray() : [];
            switch (random.Next(10))
            {
                case 0: items.RemoveAt(place); break;
                case 1: items.Insert(place, items[random.Next(items.Count)]); break;
                case 2: items[place] = Rlp.Encode([]); break;
                case 3: items[place] = Rlp.EncodeList(); break;
                case 4: items[place] = Rlp.EncodeList(items[place]); break;
                case 5: items[place] = Rlp.Encode(random.NextBytes(random.Next(40))); break;
                case 6: items[place] = Rlp.Encode([.. bytes, 0]); break;
                case 7: items[place] = Rlp.Encode([0, .. bytes]); break;
                case 8 when bytes.Length > 0: items[place] = Rlp.Encode([(byte)random.Next(64), .. bytes[1..]]); break;
                // A form of the same that is not the shortest.
                default: items[place] = bytes is { Length: 0 } ? [0xb8, 0] : [0xb8, (byte)bytes.Length, .. bytes]; break;
            }

            if (items.Exists(encoded => !IsRlp(encoded))) break;
        }

        return Rlp.EncodeList([.. items]);
    }

    private static bool IsRlp(byte[] bytes)
    {
        try
        {
            Rlp.Decode(bytes);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static byte[] Encode(RlpItem item) => item.IsList ? Rlp.EncodeList([.. item.Items.Select(Encode)]) : Rlp.Encode(item.Bytes.Span);

    private static byte[] Replace(byte[] bytes, Hash256 old, Hash256 other)
    {
        var at = bytes.AsSpan().IndexOf(old.ToArray());
        return at < 0 ? bytes : [.. bytes[..at], .. other.ToArray(), .. bytes[(at + Hash256.Length)..]];
    }

    private static List<byte[]> Nodes(IReadOnlyList<string> texts) => [.. texts.Select(Hex.Decode)];

    private static IReadOnlyList<string> Texts(List<byte[]> nodes) => [.. nodes.Select(node => Hex.Encode(node))];
}
