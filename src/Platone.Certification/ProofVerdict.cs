using Platone.Certification.Blocks;
using Platone.Cryptography;

namespace Platone.Certification;

/// <summary>One named step of a verification.</summary>
/// <param name="Detail">What was found where it failed, else null.</param>
public sealed record ProofCheck(string Name, bool Ok, string? Detail = null)
{
    internal static ProofCheck Compare<T>(string name, T certified, T stated)
        where T : IEquatable<T> =>
        certified.Equals(stated) ? new(name, true) : new(name, false, $"the record says {certified}, the file says {stated}");
}

/// <summary>What became of a proof file's checks, and what it leads to.</summary>
/// <param name="Batch">Set when the batch record that stands on the chain could be read.</param>
/// <param name="Header">Set when the block's header could be read.</param>
public abstract record ProofVerdict(IReadOnlyList<ProofCheck> Checks, BatchRecord? Batch, ProofChain? Chain, BlockHeader? Header)
{
    /// <summary>Whether every check held, one of them being why the block is trusted: without that nothing is valid.</summary>
    public bool Valid => Checks.All(check => check.Ok) && Checks.Any(check => check.Name is BlockTrust.BlockCheck or BlockTrust.SealsCheck);

    public ProofVerdict With(ProofCheck check) => this with { Checks = [.. Checks, check] };

    /// <summary>Adds whether the file's block is the one with this hash.</summary>
    public ProofVerdict TrustingBlock(Hash256 hash) => Header is null ? this : With(BlockTrust.ByHash(Header, hash));

    /// <summary>Adds whether exactly a quorum of these validators sealed the file's block.</summary>
    public ProofVerdict TrustingValidators(QbftTrust validators) => Header is null ? this : With(BlockTrust.ByValidators(Header, validators));
}
