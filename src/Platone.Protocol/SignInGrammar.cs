using System.Globalization;
using System.Text.RegularExpressions;

namespace Platone.Protocol;

/// <summary>The parts of a sign-in message, as the ABNF of EIP-4361, RFC 3986 (appendix A) and RFC 3339 (section 5.6) have them.</summary>
static partial class SignInGrammar
{
    public const string TimeExpected = "an RFC 3339 time, as in 2026-01-31T12:00:00Z";

    /// <summary>A tick is the tenth of a microsecond.</summary>
    private const int TickDigits = 7;

    private const string Unreserved = @"A-Za-z0-9\-._~";
    private const string SubDelims = @"!$&'()*+,;=";
    private const string Escaped = "%[0-9A-Fa-f]{2}";
    private const string Path = $"(?:[{Unreserved}{SubDelims}:@/]|{Escaped})*";
    private const string Query = $"(?:[{Unreserved}{SubDelims}:@/?]|{Escaped})*";
    private const string Authority =
        $@"(?:(?:[{Unreserved}{SubDelims}:]|{Escaped})*@)?(?:\[(?<ip>[0-9A-Fa-f:.]+)\]|(?:[{Unreserved}{SubDelims}]|{Escaped})*)(?::[0-9]*)?";

    public static bool IsScheme(string text) => SchemeOnly().IsMatch(text);

    /// <summary>An empty one is one by the grammar, but names nobody.</summary>
    public static bool IsAuthority(string text) => text.Length > 0 && AuthorityOnly().Match(text) is { Success: true } match && IsHost(match);

    public static bool IsUri(string text) => UriOnly().Match(text) is { Success: true } match && IsHost(match);

    public static bool IsStatement(string text) => StatementOnly().IsMatch(text);

    public static bool IsChainId(string text) => text.All(char.IsAsciiDigit) && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    public static bool IsNonce(string text) => text.Length >= 8 && text.All(char.IsAsciiLetterOrDigit);

    public static bool IsRequestId(string text) => RequestIdOnly().IsMatch(text);

    public static bool IsTime(string text) => TryTime(text, out _);

    /// <summary>Digits behind the tenth of a microsecond are dropped; there are no leap seconds.</summary>
    public static bool TryTime(string text, out DateTimeOffset time)
    {
        time = default;
        if (TimeOnly().Match(text) is not { Success: true } match) return false;

        var fraction = match.Groups["fraction"].Value;
        var ticks = fraction[..Math.Min(fraction.Length, TickDigits)].PadRight(TickDigits, '0');
        var zone = match.Groups["zone"].Value is "Z" or "z" ? "+00:00" : match.Groups["zone"].Value;
        return DateTimeOffset.TryParseExact(
            $"{match.Groups["date"].Value}T{match.Groups["time"].Value}.{ticks}{zone}", "yyyy-MM-ddTHH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture,
            DateTimeStyles.None, out time);
    }

    private static bool IsHost(Match match) =>
        !match.Groups["ip"].Success || System.Uri.CheckHostName($"[{match.Groups["ip"].Value}]") == UriHostNameType.IPv6;

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9+\-.]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex SchemeOnly();

    [GeneratedRegex($@"^{Authority}\z", RegexOptions.CultureInvariant)]
    private static partial Regex AuthorityOnly();

    [GeneratedRegex($@"^[A-Za-z][A-Za-z0-9+\-.]*:(?://{Authority}(?:/{Path})?|(?!//){Path})(?:\?{Query})?(?:\#{Query})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex UriOnly();

    [GeneratedRegex($@"^[{Unreserved}{SubDelims}:/?\#\[\]@ ]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex StatementOnly();

    [GeneratedRegex($@"^(?:[{Unreserved}{SubDelims}:@]|{Escaped})*\z", RegexOptions.CultureInvariant)]
    private static partial Regex RequestIdOnly();

    [GeneratedRegex(
        @"^(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt](?<time>[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.(?<fraction>[0-9]+))?(?<zone>[Zz]|[+\-][0-9]{2}:[0-9]{2})\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex TimeOnly();
}
