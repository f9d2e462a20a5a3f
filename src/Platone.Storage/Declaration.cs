using Platone.Cryptography;
using Platone.Protocol;

namespace Platone.Storage;

/// <summary>A subscription declaration as the chain has it. Times are Unix seconds.</summary>
/// <param name="Topic">The opaque identifier; <paramref name="Filter"/> is its text where a party gave it to the access layer.</param>
/// <param name="Status">As stored on the chain: never Expired.</param>
public sealed record Declaration(
    Hash256 Id, Address Provider, Address Consumer, Hash256 Topic, Means Means, Purpose Purpose, long NotBefore, long Expiry,
    DeclarationStatus Status, long RequestedAt, long? DecidedAt = null, long? RevokedAt = null, string? Filter = null)
{
    /// <summary>The status at a moment, now or past; the contract's <c>statusAt</c> says the same.</summary>
    public DeclarationStatus StatusAt(long unixSeconds)
    {
        if (unixSeconds < RequestedAt) return DeclarationStatus.None;
        if (RevokedAt <= unixSeconds) return Status == DeclarationStatus.Renounced ? DeclarationStatus.Renounced : DeclarationStatus.Revoked;
        if (DecidedAt is null || unixSeconds < DecidedAt) return unixSeconds >= Expiry ? DeclarationStatus.Expired : DeclarationStatus.Requested;
        if (Status == DeclarationStatus.Rejected) return DeclarationStatus.Rejected;
        return unixSeconds >= Expiry ? DeclarationStatus.Expired : DeclarationStatus.Accepted;
    }
}
