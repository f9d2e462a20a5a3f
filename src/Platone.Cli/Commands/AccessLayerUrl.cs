using System.CommandLine;
using Platone.Cli.Certificates;
using Platone.Cli.Hosting;
using Platone.Tls;

namespace Platone.Cli.Commands;

/// <summary>The access layer that a command speaks to: one that is named, or the one that runs with the data folder.</summary>
static class AccessLayerUrl
{
    public static Option<string?> Option() => new("--url") { Description = "The access layer; without it the one that runs with --data." };

    /// <inheritdoc cref="Connect(string?, string?, string, Func{Endpoints, Uri})"/>
    public static HttpClient Connect(string? url, string? authority, string data) => Connect(url, authority, data, running => running.AccessLayer);

    /// <param name="authority">A PEM file with the only roots that count at <paramref name="url"/>; null: the machine's.</param>
    /// <param name="service">Which of the services that run with the folder.</param>
    /// <exception cref="BadInputException">No address, or nothing runs with the folder.</exception>
    public static HttpClient Connect(string? url, string? authority, string data, Func<Endpoints, Uri> service)
    {
        if (url is null)
        {
            if (authority is not null) throw new BadInputException("--ca: expected together with --url; of what runs with --data the certificate is known");

            var directory = DataDirectory.Existing(data);
            return Connect(
                directory, Endpoints.Find(directory) is { } running
                    ? service(running)
                    : throw new BadInputException($"--data: nothing runs with {Path.GetFullPath(data)}; start it, or name the service with --url"));
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || !address.Scheme.StartsWith(Uri.UriSchemeHttp, StringComparison.Ordinal))
            throw new BadInputException($"--url: found '{url}', expected http://HOST:PORT or https://HOST:PORT");
        if (authority is not null && address.Scheme != Uri.UriSchemeHttps)
            throw new BadInputException($"--url: found '{url}', expected https://HOST:PORT together with --ca");

        return Connect(address, authority is null ? ClientTls.Machine : ClientTls.Trusting(CertificateFile.Load(authority)));
    }

    /// <summary>To what runs with a folder; by HTTPS only to whoever shows the certificate that lies there.</summary>
    public static HttpClient Connect(DataDirectory directory, Uri accessLayer) => Connect(accessLayer, ServedTls.LocalOf(directory));

    private static HttpClient Connect(Uri address, ClientTls tls) => new(tls.CreateHandler()) { BaseAddress = address };
}
