using Platone.Contracts.Access;
using Platone.Cryptography;
using Platone.Protocol;

namespace Platone.Identity.SignIn;

/// <summary>Whether a message of EIP-4361 and its signature sign a wallet in here, now, and for the first time.</summary>
sealed class SignInCheck(IdentityOptions options, NonceIssuer nonces, UsedNonces used, WalletSignatures signatures, TimeProvider time)
{
    /// <summary>How far a wallet's clock may be ahead.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(60);

    /// <param name="statement">What the message must state; anything, or nothing, where it is null.</param>
    /// <exception cref="SignInRefusedException">It does not.</exception>
    public async Task<Address> WalletOfAsync(string? text, string? signature, string? statement, CancellationToken cancellationToken)
    {
        var message = Parse(text);
        RefuseOther(message, statement);
        var expires = nonces.Check(message.Nonce);
        RefuseWrongTime(message);
        if (!await signatures.IsSignedByAsync(message.Address, Eip191.Hash(text!), Bytes(signature)))
            throw new SignInRefusedException($"the signature is not of {message.Address.ToChecksumString()} over this message");

        // Last: what somebody else made up about a nonce does not use it up.
        if (!await used.TryUseAsync(message.Nonce, expires, cancellationToken)) throw new SignInRefusedException("the nonce was used before");
        return message.Address;
    }

    private static SignInMessage Parse(string? text)
    {
        if (string.IsNullOrEmpty(text)) throw new SignInRefusedException("message: found none, expected the text of EIP-4361 that was signed");

        try
        {
            return SignInMessage.Parse(text);
        }
        catch (FormatException e)
        {
            throw new SignInRefusedException($"message: {e.Message}");
        }
    }

    /// <summary>A message for somebody else is what a dishonest page would have a wallet sign.</summary>
    private void RefuseOther(SignInMessage message, string? statement)
    {
        if (message.Domain != options.Issuer.Authority) throw Expected("domain", message.Domain, options.Issuer.Authority);
        if (message.Scheme is not null && message.Scheme != options.Issuer.Scheme) throw Expected("scheme", message.Scheme, options.Issuer.Scheme);
        if (!IsOurs(message.Uri)) throw Expected("URI", message.Uri, options.Issuer.ToString());
        if (message.ChainId != options.Contracts.ChainId) throw Expected("chain id", $"{message.ChainId}", $"{options.Contracts.ChainId}");
        if (statement is not null && message.Statement != statement) throw Expected("statement", message.Statement ?? "", statement);
    }

    private bool IsOurs(string uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed.Scheme == options.Issuer.Scheme && parsed.Authority == options.Issuer.Authority
        && parsed.UserInfo.Length == 0;

    private void RefuseWrongTime(SignInMessage message)
    {
        var now = time.GetUtcNow();
        if (message.IssuedAt > now + Tolerance) throw new SignInRefusedException($"issued at {message.IssuedAt:O}, which is in the future");
        if (message.ExpirationTime <= now) throw new SignInRefusedException($"the message expired at {message.ExpirationTime:O}");
        if (message.NotBefore > now) throw new SignInRefusedException($"the message does not count before {message.NotBefore:O}");
    }

    private static byte[] Bytes(string? signature)
    {
        if (signature is null || !signature.StartsWith("0x", StringComparison.Ordinal) || signature.Length % 2 != 0
            || signature.Length > 2 + (2 * WalletSignatures.MaxLength))
            throw new SignInRefusedException($"signature: expected hexadecimal with 0x before it, at most {WalletSignatures.MaxLength} bytes");

        var bytes = new byte[(signature.Length - 2) / 2];
        return Hex.TryDecode(signature, bytes) ? bytes : throw new SignInRefusedException("signature: found what is no hexadecimal");
    }

    // What was found is part of a message that its sender has; cut, because it may be long.
    private static SignInRefusedException Expected(string part, string found, string expected) =>
        new($"{part}: found '{(found.Length > 80 ? found[..80] : found)}', expected '{expected}'");
}
