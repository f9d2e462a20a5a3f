namespace Platone.Contracts.Deployment;

/// <summary>The times of a bond, fixed at its deployment.</summary>
/// <param name="WindowSeconds">In which a presented receipt can be answered and not be claimed: more than the longest outage to be survived.</param>
/// <param name="WithdrawalDelaySeconds">
/// Between the announcement of a withdrawal and the withdrawal. Whoever holds a receipt that was given just before has so long to present it.
/// </param>
public readonly record struct BondTimes(uint WindowSeconds, uint WithdrawalDelaySeconds)
{
    /// <summary>A day to answer, a week to withdraw.</summary>
    public static BondTimes Default { get; } = OfWindow(24 * 3600);

    public const uint MaxWindowSeconds = 30 * 24 * 3600;

    /// <summary>The delay is seven windows.</summary>
    public static BondTimes OfWindow(uint seconds) => new(seconds, 7 * seconds);
}
