using System.Globalization;
using System.Text;
using Platone.Cryptography;

namespace Platone.Protocol;

/// <summary>
/// What a wallet signs to sign in (EIP-4361, Sign-In with Ethereum). Read strictly by the ABNF of the EIP: a text that is anything else is no message.
/// Whether it counts (whose domain, which nonce, when) is the reader's to decide.
/// </summary>
/// <param name="Scheme">Of the URI of the page that asks; null where the message has none.</param>
/// <param name="Domain">RFC 3986 authority that asks.</param>
/// <param name="Uri">RFC 3986 URI of what the wallet signs in to.</param>
/// <param name="ExpirationTime">The first moment in which the message counts no more.</param>
/// <param name="NotBefore">The first in which it counts.</param>
public sealed record SignInMessage(
    string? Scheme, string Domain, Address Address, string? Statement, string Uri, ulong ChainId, string Nonce, DateTimeOffset IssuedAt,
    DateTimeOffset? ExpirationTime = null, DateTimeOffset? NotBefore = null, string? RequestId = null, IReadOnlyList<string>? Resources = null)
{
    public const int MaxLength = 4096;

    private const string Wants = " wants you to sign in with your Ethereum account:";

    /// <exception cref="FormatException">The text is no message of the EIP; the reason names the line.</exception>
    public static SignInMessage Parse(string text)
    {
        if (text.Length > MaxLength) throw new FormatException($"the message: found {text.Length} characters, expected at most {MaxLength}");

        var lines = new SignInLines(text);
        var (scheme, domain) = Asking(lines);
        var address = Account(lines);
        lines.TakeEmpty("an empty line behind the address");
        var statement = lines.IsEmpty ? null : lines.Take("a statement", SignInGrammar.IsStatement);
        lines.TakeEmpty("an empty line before the URI");
        var uri = lines.Take("URI: ", "an RFC 3986 URI", SignInGrammar.IsUri);
        lines.Take("Version: ", "1", version => version == "1");
        var chainId = ulong.Parse(lines.Take("Chain ID: ", "a chain id", SignInGrammar.IsChainId), CultureInfo.InvariantCulture);
        var nonce = lines.Take("Nonce: ", "8 letters and digits at least", SignInGrammar.IsNonce);
        var issuedAt = Time(lines.Take("Issued At: ", SignInGrammar.TimeExpected, SignInGrammar.IsTime));
        var expires = lines.TakeIf("Expiration Time: ", SignInGrammar.TimeExpected, SignInGrammar.IsTime);
        var notBefore = lines.TakeIf("Not Before: ", SignInGrammar.TimeExpected, SignInGrammar.IsTime);
        var requestId = lines.TakeIf("Request ID: ", "characters of a URI's path", SignInGrammar.IsRequestId);
        var resources = lines.TakeIf("Resources:", "nothing behind it on its line", rest => rest.Length == 0) is null ? null : AllResources(lines);
        lines.RefuseMore();
        return new(
            scheme, domain, address, statement, uri, chainId, nonce, issuedAt, expires is null ? null : Time(expires),
            notBefore is null ? null : Time(notBefore), requestId, resources);
    }

    /// <summary>The text that is signed (EIP-191, <c>personal_sign</c>).</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (Scheme is not null) text.Append(Scheme).Append("://");
        text.Append(Domain).Append(Wants).Append('\n').Append(Address.ToChecksumString()).Append("\n\n");
        if (Statement is not null) text.Append(Statement).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"\nURI: {Uri}\nVersion: 1\nChain ID: {ChainId}\nNonce: {Nonce}\nIssued At: {Text(IssuedAt)}");
        if (ExpirationTime is { } expires) text.Append("\nExpiration Time: ").Append(Text(expires));
        if (NotBefore is { } notBefore) text.Append("\nNot Before: ").Append(Text(notBefore));
        if (RequestId is not null) text.Append("\nRequest ID: ").Append(RequestId);
        if (Resources is null) return text.ToString();

        text.Append("\nResources:");
        foreach (var resource in Resources) text.Append("\n- ").Append(resource);
        return text.ToString();
    }

    private static (string? Scheme, string Domain) Asking(SignInLines lines)
    {
        var line = lines.Take($"'DOMAIN{Wants}'", line => line.EndsWith(Wants, StringComparison.Ordinal))[..^Wants.Length];
        var behind = line.IndexOf("://", StringComparison.Ordinal);
        var (scheme, domain) = behind < 0 ? (null, line) : (line[..behind], line[(behind + 3)..]);
        if (scheme is not null && !SignInGrammar.IsScheme(scheme)) throw new FormatException($"line 1: found '{scheme}', expected a URI's scheme");
        if (!SignInGrammar.IsAuthority(domain)) throw new FormatException($"line 1: found '{domain}', expected a URI's authority, as in example.org:5081");
        return (scheme, domain);
    }

    /// <summary>The checksum (EIP-55) is part of the grammar.</summary>
    private static Address Account(SignInLines lines) => Address.Parse(lines.Take(
        "an address with its checksum (EIP-55)",
        line => line.StartsWith("0x", StringComparison.Ordinal) && Address.TryParse(line, out var address) && address.ToChecksumString() == line));

    private static List<string> AllResources(SignInLines lines)
    {
        var resources = new List<string>();
        while (lines.TakeIf("- ", "an RFC 3986 URI", SignInGrammar.IsUri) is { } resource) resources.Add(resource);
        return resources;
    }

    private static DateTimeOffset Time(string text) => SignInGrammar.TryTime(text, out var time) ? time : throw new FormatException(text);

    private static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture);

    /// <summary>The same text is the same message.</summary>
    public bool Equals(SignInMessage? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);
}
