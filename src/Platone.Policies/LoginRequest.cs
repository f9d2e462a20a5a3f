using Platone.Cryptography;

namespace Platone.Policies;

/// <summary>What a client connects with; bytes as it sent them, empty where it sent none.</summary>
public readonly ref struct LoginRequest
{
    /// <summary>UTF-8.</summary>
    public ReadOnlySpan<byte> Username { get; init; }

    public ReadOnlySpan<byte> Password { get; init; }

    /// <summary>UTF-8; one that the broker made up is refused, because it belongs to nobody.</summary>
    public ReadOnlySpan<byte> ClientId { get; init; }

    /// <summary><see cref="Credential.OfCertificate"/> of the certificate that its TLS connection stands on; null without one.</summary>
    public Hash256? Certificate { get; init; }
}

/// <param name="Wallet">Whom the user name names, also when refused; zero when it names nobody.</param>
/// <param name="By">What let the client in, where it was neither a token nor a signature: the connection ends with it.</param>
public readonly record struct LoginAnswer(LoginResult Result, Address Wallet, Credential? By = null);

/// <summary>The default value refuses.</summary>
public enum LoginResult
{
    /// <summary>The table has no snapshot yet, hence no key.</summary>
    NoRules,

    /// <summary>The user name is neither a wallet's lower-case address nor that and a device.</summary>
    NotAnAccount,

    /// <summary>The client id does not belong to the account: see <see cref="ClientId"/>.</summary>
    ForeignClientId,

    MalformedToken,

    /// <summary>Made with another key, for another wallet or with another expiry.</summary>
    WrongToken,

    ExpiredToken,

    /// <summary>A device's password, or a certificate, that nobody registered for the account.</summary>
    UnknownCredential,

    /// <summary>The challenge's time is over.</summary>
    LateSignature,

    /// <summary>The signature is not the wallet's over the challenge.</summary>
    WrongSignature,

    Accepted,
}
