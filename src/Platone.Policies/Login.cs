using Platone.Cryptography;

namespace Platone.Policies;

/// <summary>
/// Who may connect to a broker: user name = the wallet, password = a <see cref="BrokerToken"/> for it, client id = one that belongs to it.
/// What the wallet may then do is the rule table's affair, so any wallet with a good token gets in.
/// </summary>
public static class Login
{
    /// <param name="rules">Holds the broker key.</param>
    /// <param name="username">UTF-8 as sent by the client; empty when it sent none.</param>
    /// <param name="password">Bytes as sent by the client.</param>
    /// <param name="clientId">UTF-8; one that the broker made up is refused, because it belongs to no wallet.</param>
    /// <param name="nowUnixSeconds">Wall clock.</param>
    /// <param name="wallet">Whom the user name names, also when refused; zero when it names nobody.</param>
    public static LoginResult Check(
        RuleTable rules, ReadOnlySpan<byte> username, ReadOnlySpan<byte> password, ReadOnlySpan<byte> clientId, long nowUnixSeconds, out Address wallet)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (!WalletName.TryParse(username, out wallet)) return LoginResult.NotAWallet;
        if (!ClientId.Belongs(clientId, wallet)) return LoginResult.ForeignClientId;
        if (rules.Key is not { } key) return LoginResult.NoRules;

        return BrokerToken.Verify(key.Bytes, wallet, password, nowUnixSeconds) switch
        {
            TokenCheck.Valid => LoginResult.Accepted,
            TokenCheck.Expired => LoginResult.ExpiredToken,
            TokenCheck.WrongTag => LoginResult.WrongToken,
            _ => LoginResult.MalformedToken,
        };
    }
}

/// <summary>The default value refuses.</summary>
public enum LoginResult
{
    /// <summary>The table has no snapshot yet, hence no key.</summary>
    NoRules,

    /// <summary>The user name is not a wallet's lower-case address.</summary>
    NotAWallet,

    /// <summary>The client id does not start with the user name.</summary>
    ForeignClientId,

    MalformedToken,

    /// <summary>Made with another key, for another wallet or with another expiry.</summary>
    WrongToken,

    ExpiredToken,

    Accepted,
}
