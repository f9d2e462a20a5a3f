using System.Text;
using System.Text.RegularExpressions;
using Platone.Cryptography;

namespace Platone.Policies.Tests;

/// <summary>docs/broker.md's table of rules once more, written for reading and not for speed; shares no code with the one that brokers ask.</summary>
sealed partial class NaiveRules(RuleSnapshot rules, long now)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public bool Allows(Access access, Address wallet, byte[] utf8)
    {
        if (Text(utf8) is not { } text || !IsFilter(text)) return false;
        if (access != Access.Subscribe && text.IndexOfAny(['+', '#']) >= 0) return false;

        var isOperator = rules.Operators.Contains(wallet);
        return access switch
        {
            Access.Write => isOperator || IsOwnIngest(wallet, text),
            Access.Read => isOperator || MayHear(wallet, text, isFilter: false),
            _ => MaySubscribe(wallet, text, isOperator),
        };
    }

    private bool IsOwnIngest(Address wallet, string topic) =>
        topic.Split('/') is ["ingest", var party, var device] && party == wallet.ToString() && device != "" && rules.Providers.Contains(wallet);

    private bool MaySubscribe(Address wallet, string filter, bool isOperator)
    {
        if (filter.StartsWith("$share/", StringComparison.Ordinal))
        {
            var match = Shared().Match(filter);
            if (!match.Success || match.Groups["group"].Value != wallet.ToString()) return false;
            filter = match.Groups["filter"].Value;
        }

        return isOperator || MayHear(wallet, filter, isFilter: true);
    }

    private bool MayHear(Address wallet, string text, bool isFilter)
    {
        var levels = text.Split('/');
        if (levels.Length < 2 || !Wallet().IsMatch(levels[1])) return false;
        if (levels[0] is not ("data" or "receipts" or "errors" or "certified" or "access")) return false;
        if (levels[0] is "certified" or "access" && levels.Length > 2) return false;
        if (levels[0] == "access") return levels[1] == wallet.ToString();
        if (levels[1] == wallet.ToString()) return rules.Providers.Contains(wallet);

        var holding = rules.Grants.Where(
            grant => grant.Consumer == wallet && grant.Provider.ToString() == levels[1] && grant.NotBefore <= now && now < grant.Expiry);
        return levels[0] switch
        {
            "certified" => holding.Any(),
            "data" => holding.Any(grant => isFilter ? Covers(grant.Filter.ToString().Split('/'), levels) : Matches(grant.Filter.ToString(), text)),
            _ => false,
        };
    }

    private static bool Covers(ReadOnlySpan<string> wide, ReadOnlySpan<string> narrow)
    {
        if (wide is ["#"]) return true;
        if (wide.IsEmpty || narrow.IsEmpty) return wide.IsEmpty && narrow.IsEmpty;
        return narrow[0] != "#" && (wide[0] == "+" || wide[0] == narrow[0]) && Covers(wide[1..], narrow[1..]);
    }

    private static bool Matches(string filter, string topic)
    {
        var pattern = string.Join('/', filter.Split('/').Select(level => level switch { "+" => "[^/]*", "#" => ".*", _ => Regex.Escape(level) }));
        if (pattern.EndsWith("/.*", StringComparison.Ordinal)) pattern = pattern[..^3] + "(/.*)?";
        return Regex.IsMatch(topic, $"^{pattern}$", RegexOptions.CultureInvariant);
    }

    private static string? Text(byte[] utf8)
    {
        try
        {
            return utf8.Length is > 0 and <= 1024 ? Strict.GetString(utf8) : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool IsFilter(string text)
    {
        var levels = text.Split('/');
        return !text.Any(char.IsControl)
            && levels.All(level => level is "+" or "#" || level.IndexOfAny(['+', '#']) < 0)
            && Array.IndexOf(levels, "#") is var multi && (multi < 0 || multi == levels.Length - 1);
    }

    [GeneratedRegex(@"^0x[0-9a-f]{40}\z")]
    private static partial Regex Wallet();

    [GeneratedRegex(@"^\$share/(?<group>[^/]+)/(?<filter>.+)\z", RegexOptions.Singleline)]
    private static partial Regex Shared();
}
