namespace Platone.Identity.Tokens;

/// <summary>What the token endpoint takes beside the grants of RFC 6749.</summary>
static class Grants
{
    /// <summary>Sign-In with Ethereum: the form's fields <c>message</c> and <c>signature</c>. It needs no client.</summary>
    public const string SignIn = "urn:platone:oauth:grant-type:siwe";
}
