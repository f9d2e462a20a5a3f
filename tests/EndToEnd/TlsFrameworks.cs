using System.Security.Cryptography.X509Certificates;
using Platone.Protocol;
using Platone.Testing;

namespace Platone.EndToEnd.Tests;

/// <summary>Two frameworks that speak TLS, one with each broker, and certificates of theirs and of a stranger's CA.</summary>
public sealed class TlsFrameworks : IAsyncLifetime
{
    public const string Mosquitto = "mosquitto", Embedded = "embedded";

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, (Framework Framework, Party Provider, BrokerLogin Login)> _running = [];

    public async ValueTask InitializeAsync()
    {
        // Another address of this machine than the usual one, so that it shows which one is used.
        var started = await Task.WhenAll(
            Framework.StartAsync(DataOf(Mosquitto), "--tls", "--mqtt-client-certificates", "0"),
            Framework.StartAsync(DataOf(Embedded), "--tls", "--broker", Embedded, "--bind", "127.0.0.2"));
        foreach (var framework in started)
        {
            var provider = await Party.CreateProviderAsync(framework.Data);
            _running[Path.GetFileName(framework.Data)] = (framework, provider, await provider.LoginAsync());
        }

        (await CommandLine.RunAsync("tls", "init", "--data", _folder.File("stranger"))).Ended(0);
        foreach (var data in new[] { DataOf(Mosquitto), DataOf(Embedded), _folder.File("stranger") })
            (await CommandLine.RunAsync("tls", "issue", "--data", data, "--common-name", "meter-7", "--out", ClientFolder(data))).Ended(0);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (framework, _, _) in _running.Values)
        {
            await framework.StopAsync();
            await framework.DisposeAsync();
        }

        _folder.Dispose();
    }

    internal Framework With(string broker) => _running[broker].Framework;

    internal Party ProviderOf(string broker) => _running[broker].Provider;

    internal BrokerLogin LoginOf(string broker) => _running[broker].Login;

    internal X509Certificate2Collection AuthorityOf(string broker) => Pem(AuthorityFile(broker));

    internal string AuthorityFile(string broker) => Path.Combine(DataOf(broker), "tls", "ca.pem");

    internal string StrangersAuthorityFile => Path.Combine(_folder.File("stranger"), "tls", "ca.pem");

    internal X509Certificate2Collection StrangersAuthority => Pem(StrangersAuthorityFile);

    internal X509Certificate2 ClientOf(string broker) => Client(DataOf(broker));

    internal X509Certificate2 StrangersClient => Client(_folder.File("stranger"));

    internal string File(string name) => _folder.File(name);

    private string DataOf(string broker) => _folder.File(broker);

    private static string ClientFolder(string data) => data + "-client";

    private static X509Certificate2 Client(string data) =>
        X509Certificate2.CreateFromPemFile(Path.Combine(ClientFolder(data), "client.pem"), Path.Combine(ClientFolder(data), "client.key"));

    private static X509Certificate2Collection Pem(string file)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(file);
        return certificates;
    }
}
