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
    private UsageMeter? _meter;
    private UsageTally _tally;

    /// <summary>A copy was not delivered yet.</summary>
    private Grant(Grant other) => (Id, Provider, Consumer, Filter, NotBefore, Expiry) =
        (other.Id, other.Provider, other.Consumer, other.Filter, other.NotBefore, other.Expiry);

    /// <summary>Whose lock guards <see cref="Tally"/>; null before the first delivery. No part of what the grant says.</summary>
    internal UsageMeter? Meter => _meter;

    /// <summary>What was delivered by it of late: here, because the grant is in the cache when a delivery is counted.</summary>
    internal ref UsageTally Tally => ref _tally;

    /// <summary>Whether the meter counts here from now on; false where another one does.</summary>
    internal bool TryAssign(UsageMeter meter) => Interlocked.CompareExchange(ref _meter, meter, null) is null;

    public bool Equals(Grant? other) =>
        other is not null && Id == other.Id && Provider == other.Provider && Consumer == other.Consumer && Filter.Equals(other.Filter)
        && (NotBefore, Expiry) == (other.NotBefore, other.Expiry);

    public override int GetHashCode() => Id.GetHashCode();
}
