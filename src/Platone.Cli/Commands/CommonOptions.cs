using System.CommandLine;
using System.CommandLine.Parsing;

namespace Platone.Cli.Commands;

/// <summary>Options that mean the same everywhere.</summary>
static class CommonOptions
{
    public static Option<string> Data() => new("--data") { Description = "The folder with everything that survives a restart.", DefaultValueFactory = _ => "./data" };

    public static Option<bool> Json() => new("--json") { Description = "One JSON document on standard output, nothing else." };

    /// <summary>The URL of a chain's node; what is none is refused as bad usage.</summary>
    public static Option<string?> Chain()
    {
        var option = new Option<string?>("--chain") { Description = "URL of the chain's node; without it the running framework's, else the state that it left." };
        option.Validators.Add(result =>
        {
            if (!Uri.TryCreate(result.GetValueOrDefault<string?>(), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
                result.AddError($"--chain: found '{(result.Tokens is [var token, ..] ? token.Value : "")}', expected http://HOST:PORT");
        });
        return option;
    }

    /// <exception cref="BadInputException">Below 0 or above 65535.</exception>
    public static Option<int?> Port(string name, string what, int usual)
    {
        var option = new Option<int?>(name) { Description = $"{what}; without it {usual}, or any free one where that is taken. 0 takes any." };
        option.Validators.Add(result => RefuseOutOfRange(result, name));
        return option;
    }

    private static void RefuseOutOfRange(OptionResult result, string name)
    {
        if (result.GetValueOrDefault<int?>() is < 0 or > 65535) result.AddError($"{name}: found {result.Tokens[0].Value}, expected a port from 0 to 65535");
    }
}
