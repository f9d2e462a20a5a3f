using Platone.Certification.Blocks;
using Platone.Cryptography;

namespace Platone.Certification;

/// <summary>Why a verifier believes a block: because it knows its hash, or because a quorum of validators that it knows sealed it.</summary>
public static class BlockTrust
{
    public const string BlockCheck = "block", SealsCheck = "seals";

    /// <summary>The hash by which the header's chain knows it: QBFT leaves the seals out of it, and the round.</summary>
    public static Hash256 HashOf(BlockHeader header) => QbftHeader.TryRead(header, out var qbft) ? qbft.BlockHash() : header.Hash();

    /// <summary>Whether the header is that of the block with this hash.</summary>
    public static ProofCheck ByHash(BlockHeader header, Hash256 trusted)
    {
        var hash = HashOf(header);
        return hash == trusted
            ? new(BlockCheck, true)
            : new(BlockCheck, false, $"the file is about block {header.Number} with hash {hash}, trusted is {trusted}");
    }

    /// <summary>Whether exactly a quorum of these validators sealed the header.</summary>
    public static ProofCheck ByValidators(BlockHeader header, QbftTrust trusted)
    {
        if (!QbftHeader.TryRead(header, out var qbft)) return new(SealsCheck, false, $"the header of block {header.Number} is not one of QBFT");

        var refusal = trusted.FindFault(qbft);
        return new(SealsCheck, refusal is null, refusal);
    }
}
