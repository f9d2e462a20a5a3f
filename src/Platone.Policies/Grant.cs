using Platone.Cryptography;

namespace Platone.Policies;

/// <summary>A provider's permission for one consumer, as agreed on the chain.</summary>
/// <param name="Id">The subscription's identifier in the registry.</param>
/// <param name="Provider">Whose data it is. A filter that reaches further gives no more than <c>data/{provider}/#</c>.</param>
/// <param name="Consumer">Who may read.</param>
/// <param name="Filter">Topics the consumer may read.</param>
/// <param name="NotBefore">Unix seconds, inclusive.</param>
/// <param name="Expiry">Unix seconds, exclusive.</param>
public sealed record Grant(Hash256 Id, Address Provider, Address Consumer, TopicFilter Filter, long NotBefore, long Expiry)
{
    /// <summary>Where a meter counts this grant's deliveries: beside the grant, which is in the cache when one is counted. No part of what it says.</summary>
    internal UsageRow? Usage { get; set; }

    public bool Equals(Grant? other) =>
        other is not null && Id == other.Id && Provider == other.Provider && Consumer == other.Consumer && Filter.Equals(other.Filter)
        && (NotBefore, Expiry) == (other.NotBefore, other.Expiry);

    public override int GetHashCode() => Id.GetHashCode();
}
