using Platone.Cryptography;

namespace Platone.Policies;

/// <summary>
/// What brokers ask, whichever they are: may this client connect, and may it do this to this topic. Each broker brings its callbacks here,
/// so that all give the same answers.
/// </summary>
/// <param name="rules">The table that a feed keeps.</param>
/// <param name="time">Both clocks.</param>
/// <param name="usage">Where <see cref="Delivered"/> counts.</param>
public sealed class BrokerGate(RuleTable rules, TimeProvider time, UsageMeter usage)
{
    public RuleStatus Status => rules.Status(RuleClock.MonotonicNow(time));

    /// <summary>As <see cref="Login.Check"/>, now.</summary>
    public LoginAnswer CheckLogin(LoginRequest request) => Login.Check(rules, request, Now.UnixSeconds);

    /// <summary>As <see cref="Login.Begin"/>, now.</summary>
    public LoginAnswer BeginLogin(ReadOnlySpan<byte> walletName, ReadOnlySpan<byte> clientId, Hash256 nonce, out WalletChallenge? challenge) =>
        Login.Begin(rules, walletName, clientId, nonce, Now.UnixSeconds, out challenge);

    /// <summary>As <see cref="Login.Complete"/>, now.</summary>
    public LoginAnswer CompleteLogin(WalletChallenge challenge, Address wallet, ReadOnlySpan<byte> signature) =>
        Login.Complete(challenge, wallet, signature, Now.UnixSeconds);

    /// <summary>For <see cref="Decide"/> and <see cref="Delivered"/>.</summary>
    public RuleClock Now => RuleClock.Read(time);

    /// <summary>Asked for every subscription, publication and delivery.</summary>
    /// <param name="access">What is asked.</param>
    /// <param name="account">The client's <see cref="AccountName"/> in UTF-8; anything else may do nothing.</param>
    /// <param name="topicOrFilter">UTF-8: a filter for <see cref="Access.Subscribe"/>, else a topic name.</param>
    /// <param name="now">Both clocks.</param>
    public Decision Decide(Access access, ReadOnlySpan<byte> account, ReadOnlySpan<byte> topicOrFilter, RuleClock now) =>
        AccountName.TryParse(account, out var name) ? rules.Decide(access, name, topicOrFilter, now) : Decision.Deny(DenyReason.NotAnAccount);

    /// <summary>Counts a message that goes to a client's session by a grant.</summary>
    /// <param name="allowed">What <see cref="Decide"/> answered.</param>
    /// <param name="payloadBytes">Of the message.</param>
    /// <param name="now">Both clocks.</param>
    public void Delivered(Decision allowed, long payloadBytes, RuleClock now)
    {
        if (allowed.By is { } grant) usage.Count(grant, payloadBytes, now.UnixMicros);
    }
}
