using System.Diagnostics.CodeAnalysis;
using Platone.Cryptography;

namespace Platone.Certification.Blocks;

/// <summary>
/// A header of Besu's consensus QBFT. Its extraData is RLP([vanity, [validators], vote, round, [seals]]) as Besu's <c>QbftExtraDataCodec</c> writes it:
/// vanity 32 bytes; vote [] or [address, 0xff to add or nothing to drop]; round a number, not the four bytes of IBFT 2.0; a seal r || s || v with
/// v 0 or 1. Two hashes leave parts of it out, see Besu's <c>BftBlockHashing</c>.
/// </summary>
public sealed class QbftHeader
{
    private const int VanityLength = 32, BytesOfRound = 4;
    private const byte AddVote = 0xff, ElectrumOffset = 27;

    private readonly byte[] _vanity, _validators, _vote;

    private QbftHeader(BlockHeader header)
    {
        var fields = Rlp.Decode(header.ExtraData).ToItems(5, "list");
        fields[0].ToBytes(VanityLength, "vanity");
        RefuseOtherVotes(fields[2]);

        Header = header;
        Validators = [.. fields[1].Items.Select(item => item.ToAddress("validator's address"))];
        Round = (uint)fields[3].ToInteger(BytesOfRound);
        Seals = [.. fields[4].Items.Select(ToSeal)];
        (_vanity, _validators, _vote) = (fields[0].Encode(), fields[1].Encode(), fields[2].Encode());
    }

    public BlockHeader Header { get; }

    /// <summary>Who may seal, as the header says it: a claim (<see cref="QbftTrust"/>).</summary>
    public IReadOnlyList<Address> Validators { get; }

    /// <summary>How often the proposer was replaced before the block was agreed on.</summary>
    public uint Round { get; }

    public IReadOnlyList<Signature> Seals { get; }

    /// <exception cref="FormatException">Not a header, or not one of QBFT, or not in its only form.</exception>
    public static QbftHeader Decode(ReadOnlyMemory<byte> rlp)
    {
        var header = BlockHeader.Decode(rlp);
        if (header.Number == 0) throw new FormatException("Block 0 is the genesis block; nobody seals it.");

        try
        {
            return new(header);
        }
        catch (FormatException problem)
        {
            throw new FormatException($"QBFT extraData: {problem.Message}", problem);
        }
    }

    /// <summary>Whether the header has QBFT's extraData; chains of other kinds have something else there.</summary>
    public static bool TryRead(BlockHeader header, [NotNullWhen(true)] out QbftHeader? qbft)
    {
        try
        {
            qbft = new(header);
            return true;
        }
        catch (FormatException)
        {
            qbft = null;
            return false;
        }
    }

    /// <summary>
    /// By this the next block and <c>eth_getBlockByNumber</c> name the block: keccak256 of the header with no seals and round zero
    /// (<c>BftBlockHashing.calculateHashOfBftBlockOnChain</c>).
    /// </summary>
    public Hash256 BlockHash() => WithExtraData(round: 0, []).Hash();

    /// <summary>
    /// What the seals sign: keccak256 of the header with no seals and the real round (<c>BftBlockHashing.calculateDataHashForCommittedSeal</c>).
    /// In round zero it is the block's hash.
    /// </summary>
    public Hash256 SealedHash() => WithExtraData(Round, []).Hash();

    /// <summary>The same block with these seals. Neither hash changes, so whoever shows a block can leave out seals that nobody needs.</summary>
    public QbftHeader WithSeals(IEnumerable<Signature> seals) => new(WithExtraData(Round, seals));

    private BlockHeader WithExtraData(uint round, IEnumerable<Signature> seals)
    {
        var encodedSeals = Rlp.EncodeList([.. seals.Select(seal => Rlp.Encode(ToBytes(seal)))]);
        return Header.WithExtraData(Rlp.EncodeList(_vanity, _validators, _vote, Rlp.Encode(round), encodedSeals));
    }

    private static void RefuseOtherVotes(RlpItem item)
    {
        if (item.Items.Count == 0) return;

        var vote = item.ToItems(2, "vote");
        vote[0].ToAddress("address that was voted on");
        if (vote[1].Bytes.Span is not ([] or [AddVote])) throw new FormatException("A vote is ff to add a validator or empty to drop one.");
    }

    private static Signature ToSeal(RlpItem item, int position)
    {
        var seal = item.ToBytes(Signature.Length, "seal");
        if (seal[^1] <= 1 && Signature.TryParse(seal, out var signature)) return signature;

        throw new FormatException($"Seal {position + 1} is malformed: v is 0 or 1, r is on the curve, s is in the lower half.");
    }

    private static byte[] ToBytes(Signature seal)
    {
        var bytes = seal.ToArray();
        bytes[^1] -= ElectrumOffset;
        return bytes;
    }
}
