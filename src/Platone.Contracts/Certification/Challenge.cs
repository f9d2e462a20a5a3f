using System.Numerics;
using Platone.Certification;
using Platone.Cryptography;

namespace Platone.Contracts.Certification;

/// <summary>Where a presented receipt stands; the numbers are the contract's.</summary>
public enum ChallengeStatus
{
    None = 0,
    Presented = 1,
    Answered = 2,
    Omitted = 3,
}

/// <summary>What became of a presented receipt.</summary>
/// <param name="Deadline">Unix seconds: the last second in which nobody can claim it.</param>
/// <param name="Presenter">Zero once it is answered, as is the leaf.</param>
public sealed record Challenge(Hash256 Id, ChallengeStatus Status, Address Certifier, Address Presenter, Hash256 Leaf, ulong Deadline);

/// <summary>A receipt that was presented and is neither answered nor claimed.</summary>
/// <param name="Deadline">Unix seconds: the last second in which nobody can claim it.</param>
public sealed record OpenChallenge(Hash256 Id, Receipt Receipt, ulong Deadline);

/// <summary>A certifier's bond.</summary>
/// <param name="Wei">What it is worth now.</param>
/// <param name="Open">Challenges that are neither answered nor claimed.</param>
/// <param name="WithdrawableFrom">Unix seconds; null while no withdrawal is announced.</param>
/// <param name="Omissions">Records that it promised and omitted, as far as was claimed.</param>
public sealed record BondState(BigInteger Wei, ulong Open, ulong? WithdrawableFrom, BigInteger Omissions);

/// <summary>A receipt with what shows who signed it.</summary>
public sealed record ShownReceipt(Receipt Receipt, uint Position, uint Count, IReadOnlyList<Hash256> Path, Signature Signature)
{
    /// <summary>The signer, null where the signature is nobody's.</summary>
    public Address? Signer(Hash256 domain) =>
        MerkleTree.RootFrom(ReceiptTree.LeafOf(Receipt), Position, Count, Path) is { } root
            && Signature.TryRecover(ReceiptTree.Digest(root, domain), out var signer)
            ? signer
            : null;

    /// <summary>The id under which the contract keeps a certifier's receipt.</summary>
    public static Hash256 IdOf(Address certifier, Receipt receipt)
    {
        var words = new AbiWriter(stackalloc byte[2 * AbiWriter.WordLength]);
        words.Write(certifier);
        words.Write(receipt.HashStruct());
        return Keccak256.Hash(words.Written);
    }
}

/// <summary>The proof that a record is certified.</summary>
public sealed record BatchInclusion(BatchRecord Batch, uint Position, IReadOnlyList<Hash256> Path);
