using System.CommandLine;
using System.Globalization;
using Platone.Cryptography;

namespace Platone.Cli.Commands;

/// <summary>Options that mean the same everywhere.</summary>
static class CommonOptions
{
    public static Option<string> Data() =>
        new("--data") { Description = "The folder with everything that survives a restart.", DefaultValueFactory = _ => "./data" };

    public static Option<bool> Json() => new("--json") { Description = "One JSON document on standard output, nothing else." };

    public static Option<string?> Authority() => new("--ca")
    {
        Description = "The CA of an https --url (PEM); its certificates are the only ones that count. Without it the machine's own.",
    };

    public static Option<string?> PasswordFile() => new("--password-file")
    {
        Description = "Where an encrypted key file's password is (first line, mode 0600); without it PLATONE_PASSWORD, or asked on the terminal.",
    };

    /// <summary>The URL of a chain's node; what is none is refused as bad usage.</summary>
    public static Option<string?> Chain()
    {
        var option = new Option<string?>("--chain")
        {
            Description = "URL of the chain's node; without it the running framework's, else the state that it left.",
        };
        option.Validators.Add(result =>
        {
            if (!Uri.TryCreate(result.GetValueOrDefault<string?>(), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
                result.AddError($"--chain: found '{(result.Tokens is [var token, ..] ? token.Value : "")}', expected http://HOST:PORT");
        });
        return option;
    }

    public static Option<int?> Port(string name, string what, int usual) => Number(
        name, $"{what}; without it {usual}, or any free one where that is taken. 0 takes any.", "a port from 0 to 65535",
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535 ? port : (int?)null);

    /// <summary>An option whose value is a number; anything else is refused as bad usage in our own words.</summary>
    /// <param name="parse">Null for what is none.</param>
    public static Option<T?> Number<T>(string name, string what, string expected, Func<string, T?> parse)
        where T : struct => new(name)
        {
            Description = what,
            CustomParser = result =>
            {
                var parsed = parse(result.Tokens[0].Value);
                if (parsed is null) result.AddError($"{name}: found {result.Tokens[0].Value}, expected {expected}");
                return parsed;
            },
        };

    /// <exception cref="BadInputException">The text is no address.</exception>
    public static Address ParseAddress(string place, string text) =>
        Address.TryParse(text, out var address) ? address : throw new BadInputException($"{place}: found '{text}', expected 0x and 40 hexadecimal digits");

    /// <exception cref="BadInputException">The text is no hash.</exception>
    public static Hash256 ParseHash(string place, string text) =>
        Hash256.TryParse(text, out var hash) ? hash : throw new BadInputException($"{place}: found '{text}', expected 0x and 64 hexadecimal digits");
}
