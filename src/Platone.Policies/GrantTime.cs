namespace Platone.Policies;

/// <summary>Wall clock and head time in order: a grant starts when both say so and ends when one does, so neither clock alone can stretch it.</summary>
readonly record struct GrantTime(long EarlierUnixSeconds, long LaterUnixSeconds)
{
    public static GrantTime At(RuleClock now, ChainHead head) =>
        new(Math.Min(now.UnixSeconds, head.UnixSeconds), Math.Max(now.UnixSeconds, head.UnixSeconds));

    public Decision Check(Grant grant)
    {
        if (LaterUnixSeconds >= grant.Expiry) return Decision.Deny(DenyReason.Expired);
        return EarlierUnixSeconds < grant.NotBefore ? Decision.Deny(DenyReason.NotYetValid) : Decision.AllowBy(grant);
    }
}
