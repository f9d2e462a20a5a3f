using System.CommandLine;
using Platone.Cli.Hosting;

namespace Platone.Cli.Commands;

/// <summary>The access layer that a command speaks to: one that is named, or the one that runs with the data folder.</summary>
static class AccessLayerUrl
{
    public static Option<string?> Option() => new("--url") { Description = "The access layer; without it the one that runs with --data." };

    /// <exception cref="BadInputException">No address, or nothing runs with the folder.</exception>
    public static HttpClient Connect(string? url, string data)
    {
        if (url is null)
            return new()
            {
                BaseAddress = Endpoints.Find(DataDirectory.Existing(data))?.AccessLayer
                    ?? throw new BadInputException($"--data: nothing runs with {Path.GetFullPath(data)}; start it, or name the access layer with --url"),
            };

        return Uri.TryCreate(url, UriKind.Absolute, out var address)
            ? new() { BaseAddress = address }
            : throw new BadInputException($"--url: found '{url}', expected http://HOST:PORT");
    }
}
