namespace Platone.Policies;

/// <summary>Wall clock and head time in order: a grant starts when both say so and ends when one does, so neither clock alone can stretch it.</summary>
readonly record struct GrantTime(long EarlierUnixSeconds, long LaterUnixSeconds)
{
    public static GrantTime At(RuleClock now, ChainHead head) =>
        new(Math.Min(now.UnixSeconds, head.UnixSeconds), Math.Max(now.UnixSeconds, head.UnixSeconds));

    public DenyReason Check(Grant grant)
    {
        if (LaterUnixSeconds >= grant.Expiry) return DenyReason.Expired;
        return EarlierUnixSeconds < grant.NotBefore ? DenyReason.NotYetValid : DenyReason.None;
    }
}
