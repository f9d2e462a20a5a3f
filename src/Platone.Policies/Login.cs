using System.Text;
using Platone.Cryptography;

namespace Platone.Policies;

/// <summary>
/// Who may connect to a broker. The user name names the account; a wallet proves itself by a <see cref="BrokerToken"/>, by the signature of a
/// <see cref="WalletChallenge"/> or by a certificate, a device by its password or a certificate. What the account may then do is the rule
/// table's affair, so any wallet gets in that proves that it is one.
/// </summary>
public static class Login
{
    public static LoginAnswer Check(RuleTable rules, LoginRequest request, long nowUnixSeconds)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var refusal = CheckNames(rules, request.Username, request.ClientId, out var account);
        if (refusal is { } reason) return new(reason, account.Wallet);

        if (request.Certificate is { } certificate && Find(rules, certificate, account) is { } registered)
            return new(LoginResult.Accepted, account.Wallet, registered);

        if (!account.IsDevice) return new(CheckToken(rules, account.Wallet, request.Password, nowUnixSeconds), account.Wallet);
        return Find(rules, Credential.OfPassword(request.Password), account) is { } password
            ? new(LoginResult.Accepted, account.Wallet, password)
            : new(LoginResult.UnknownCredential, account.Wallet);
    }

    /// <summary>The first step of enhanced authentication: whether a wallet may sign in under this client id, and what it is to sign.</summary>
    /// <param name="walletName">What the client sent as authentication data.</param>
    /// <param name="nonce">Random.</param>
    /// <param name="challenge">Null where refused.</param>
    public static LoginAnswer Begin(
        RuleTable rules, ReadOnlySpan<byte> walletName, ReadOnlySpan<byte> clientId, Hash256 nonce, long nowUnixSeconds, out WalletChallenge? challenge)
    {
        ArgumentNullException.ThrowIfNull(rules);
        challenge = null;
        var refusal = CheckNames(rules, walletName, clientId, out var account);
        if (refusal is { } reason) return new(reason, account.Wallet);
        if (account.IsDevice) return new(LoginResult.NotAnAccount, account.Wallet);
        if (rules.Operator is not { } whose) return new(LoginResult.NoRules, account.Wallet);

        challenge = new(whose, Encoding.UTF8.GetString(clientId), nonce, nowUnixSeconds + WalletChallenge.Seconds);
        return new(LoginResult.Accepted, account.Wallet);
    }

    /// <summary>The second step: the signature.</summary>
    public static LoginAnswer Complete(WalletChallenge challenge, Address wallet, ReadOnlySpan<byte> signature, long nowUnixSeconds)
    {
        ArgumentNullException.ThrowIfNull(challenge);
        if (nowUnixSeconds > challenge.Until) return new(LoginResult.LateSignature, wallet);
        return new(challenge.IsSignedBy(wallet, signature) ? LoginResult.Accepted : LoginResult.WrongSignature, wallet);
    }

    private static LoginResult? CheckNames(RuleTable rules, ReadOnlySpan<byte> username, ReadOnlySpan<byte> clientId, out AccountName account)
    {
        if (!AccountName.TryParse(username, out account)) return LoginResult.NotAnAccount;
        if (!ClientId.Belongs(clientId, username)) return LoginResult.ForeignClientId;
        return rules.Key is null ? LoginResult.NoRules : null;
    }

    private static LoginResult CheckToken(RuleTable rules, Address wallet, ReadOnlySpan<byte> token, long nowUnixSeconds)
    {
        if (rules.Key is not { } key) return LoginResult.NoRules;
        return BrokerToken.Verify(key.Bytes, wallet, token, nowUnixSeconds) switch
        {
            TokenCheck.Valid => LoginResult.Accepted,
            TokenCheck.Expired => LoginResult.ExpiredToken,
            TokenCheck.WrongTag => LoginResult.WrongToken,
            _ => LoginResult.MalformedToken,
        };
    }

    private static Credential? Find(RuleTable rules, Hash256 hash, AccountName account)
    {
        var credential = new Credential(hash, account.ToString());
        return rules.Holds(credential) ? credential : null;
    }
}
