using Platone.Cryptography;

namespace Platone.Policies;

/// <summary>
/// What brokers ask, whichever they are: may this client connect, and may it do this to this topic. Each broker brings its callbacks here,
/// so that all give the same answers.
/// </summary>
/// <param name="rules">The table that a feed keeps.</param>
/// <param name="time">Both clocks of every answer.</param>
public sealed class BrokerGate(RuleTable rules, TimeProvider time)
{
    public RuleStatus Status => rules.Status(RuleClock.MonotonicNow(time));

    /// <summary>As <see cref="Login.Check"/>, now.</summary>
    public LoginResult CheckLogin(ReadOnlySpan<byte> username, ReadOnlySpan<byte> password, ReadOnlySpan<byte> clientId, out Address wallet) =>
        Login.Check(rules, username, password, clientId, RuleClock.Read(time).UnixSeconds, out wallet);

    /// <summary>Asked for every subscription, publication and delivery.</summary>
    /// <param name="access">What is asked.</param>
    /// <param name="walletName">The client's wallet in UTF-8; anything else may do nothing.</param>
    /// <param name="topicOrFilter">UTF-8: a filter for <see cref="Access.Subscribe"/>, else a topic name.</param>
    public Decision Decide(Access access, ReadOnlySpan<byte> walletName, ReadOnlySpan<byte> topicOrFilter) =>
        WalletName.TryParse(walletName, out var wallet)
            ? rules.Decide(access, wallet, topicOrFilter, RuleClock.Read(time))
            : Decision.Deny(DenyReason.NotAWallet);
}
