using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Exceptions;
using Platone.Protocol;
using Platone.Testing;

namespace Platone.EndToEnd.Tests;

/// <summary>`platone up --tls`: who gets in by HTTPS and MQTTS, and what nobody gets.</summary>
public sealed class TlsTests(TlsFrameworks frameworks) : IClassFixture<TlsFrameworks>
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(5);

    public static TheoryData<string> Brokers => [TlsFrameworks.Mosquitto, TlsFrameworks.Embedded];

    [Theory]
    [MemberData(nameof(Brokers))]
    public async Task A_reading_that_comes_by_MQTTS_is_found_by_HTTPS(string broker)
    {
        var (framework, provider) = (frameworks.With(broker), frameworks.ProviderOf(broker));
        await using (var device = await Device.ConnectAsync(provider, "devices"))
            Assert.Single((await device.SendAsync("ln-1", Payloads.LightNode("ln-1", 1, new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero), "1.5"))).Receipts);

        var url = framework.Endpoints.AccessLayer;
        Assert.Equal("https", url.Scheme);
        using var http = Http(frameworks.AuthorityOf(broker));
        Assert.Equal("Healthy", await http.GetStringAsync(new Uri(url, "/health")));
        // Without a signature it is the application that refuses, over a connection that stands.
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync(new Uri(url, $"/providers/{provider.Address}/streams"))).StatusCode);
    }

    [Fact]
    public async Task Commands_believe_the_framework_of_their_folder_and_elsewhere_the_CA_that_is_named()
    {
        const string broker = TlsFrameworks.Mosquitto;
        var (url, key) = (frameworks.With(broker).Endpoints.AccessLayer, frameworks.ProviderOf(broker).KeyFile);

        (await frameworks.ProviderOf(broker).AccessAsync("list")).Ended(0);
        (await List("--ca", frameworks.AuthorityFile(broker))).Ended(0);
        (await List("--ca", frameworks.StrangersAuthorityFile)).Ended(2).OneLineOfError("certificate is not trusted");
        (await List()).Ended(2).OneLineOfError("certificate is not trusted");

        Task<CommandResult> List(params string[] more) => CommandLine.RunAsync(["access", "list", "--wallet", key, "--url", url.ToString(), .. more]);
    }

    [Theory]
    [MemberData(nameof(Brokers))]
    public async Task A_client_that_trusts_another_CA_of_the_same_name_does_not_connect(string broker)
    {
        var login = frameworks.LoginOf(broker);
        await Assert.ThrowsAnyAsync<MqttCommunicationException>(() => PlainClient.ConnectAsync(login, "misled", frameworks.StrangersAuthority));

        using var http = Http(frameworks.StrangersAuthority);
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri(frameworks.With(broker).Endpoints.AccessLayer, "/health")));
        Assert.Equal(HttpRequestError.SecureConnectionError, refused.HttpRequestError);
    }

    [Theory]
    [MemberData(nameof(Brokers))]
    public async Task A_certificate_of_our_CA_is_taken_and_one_of_a_stranger_is_not(string broker)
    {
        var (authority, url) = (frameworks.AuthorityOf(broker), new Uri(frameworks.With(broker).Endpoints.AccessLayer, "/health"));
        using var known = Http(authority, frameworks.ClientOf(broker));
        using var stranger = Http(authority, frameworks.StrangersClient);
        Assert.Equal("Healthy", await known.GetStringAsync(url));
        await Assert.ThrowsAsync<HttpRequestException>(() => stranger.GetAsync(url));

        var login = frameworks.LoginOf(broker);
        await using var client = await PlainClient.ConnectAsync(login, "known", authority, frameworks.ClientOf(broker));
        if (broker == TlsFrameworks.Embedded)
        {
            await Assert.ThrowsAnyAsync<MqttCommunicationException>(
                () => PlainClient.ConnectAsync(login, "stranger", authority, frameworks.StrangersClient));
        }
    }

    [Fact]
    public async Task Where_Mosquitto_asks_for_a_certificate_nobody_comes_in_without_one_of_our_CA()
    {
        const string broker = TlsFrameworks.Mosquitto;
        var login = frameworks.LoginOf(broker);
        var asked = new Uri(login.ClientCertificateUrl!);
        Assert.Equal(frameworks.With(broker).Endpoints.ClientCertificatePort, asked.Port);
        login = login with { Port = asked.Port };
        var authority = frameworks.AuthorityOf(broker);

        await using (var known = await PlainClient.ConnectAsync(login, "shows-one", authority, frameworks.ClientOf(broker)))
            await known.GrantedAsync($"receipts/{frameworks.ProviderOf(broker).Address}/#");
        await Assert.ThrowsAnyAsync<MqttCommunicationException>(() => PlainClient.ConnectAsync(login, "shows-none", authority));
        await Assert.ThrowsAnyAsync<MqttCommunicationException>(
            () => PlainClient.ConnectAsync(login, "shows-strangers", authority, frameworks.StrangersClient));
    }

    [Theory]
    [MemberData(nameof(Brokers))]
    public async Task A_registered_certificate_lets_its_wallet_in_until_it_is_taken_away(string broker)
    {
        var (provider, certificate, authority) = (frameworks.ProviderOf(broker), frameworks.ClientOf(broker), frameworks.AuthorityOf(broker));
        var (framework, login) = (frameworks.With(broker), frameworks.LoginOf(broker) with { Password = "" });
        if (login.ClientCertificateUrl is { } asking) login = login with { Port = new Uri(asking).Port };
        using var http = Http(authority, certificate);
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => PlainClient.ConnectAsync(login, "unregistered", authority, certificate));
        Assert.Equal(HttpStatusCode.Unauthorized, await StreamsAsync());

        var file = frameworks.File($"{broker}-client.pem");
        await File.WriteAllTextAsync(file, certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);
        var registered = (await CredentialAsync("certificate", file)).Ended(0).Json<CredentialView[]>().Single();
        await using var client = await PlainClient.ConnectAsync(login, "registered", authority, certificate);
        await client.GrantedAsync($"receipts/{provider.Address}/#");
        Assert.Equal(HttpStatusCode.OK, await StreamsAsync());

        (await CredentialAsync("remove", registered.Hash)).Ended(0);
        await Eventually.TrueAsync(() => Task.FromResult(!client.StayedConnected), () => "the connection outlived its certificate");
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => PlainClient.ConnectAsync(login, "registered", authority, certificate));
        Assert.Equal(HttpStatusCode.Unauthorized, await StreamsAsync());

        Task<CommandResult> CredentialAsync(params string[] arguments) =>
            CommandLine.RunAsync(["credential", .. arguments, "--wallet", provider.KeyFile, "--data", framework.Data, "--json"]);

        async Task<HttpStatusCode> StreamsAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(framework.Endpoints.AccessLayer, $"/providers/{provider.Address}/streams"));
            request.Headers.TryAddWithoutValidation("Authorization", $"Platone-Certificate {provider.Address}");
            using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }
    }

    [Theory]
    [MemberData(nameof(Brokers))]
    public async Task Who_speaks_plain_text_gets_no_answer(string broker)
    {
        var endpoints = frameworks.With(broker).Endpoints;
        byte[] connect = [0x10, 16, 0, 4, .. "MQTT"u8, 5, 2, 0, 60, 0, 0, 3, .. "abc"u8];
        byte[] request = [.. "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"u8];

        int[] web = [endpoints.AccessLayer.Port, endpoints.Identity.Port];
        foreach (var port in Ports(endpoints)) AssertNothingSaid(await AnswerAsync(endpoints.BrokerHost, port, web.Contains(port) ? request : connect));

        // At most the alert of a server that understood nothing (RFC 8446, section 5.1: content type 21).
        static void AssertNothingSaid(byte[] answer) => Assert.True(answer.Length == 0 || answer[0] == 21, Convert.ToHexString(answer));
    }

    [Theory]
    [MemberData(nameof(Brokers))]
    public void TLS_1_1_is_refused_for_its_version_and_1_2_and_1_3_are_spoken(string broker)
    {
        var endpoints = frameworks.With(broker).Endpoints;
        foreach (var port in Ports(endpoints))
        {
            var (code, told) = OpenSsl(endpoints.BrokerHost, port, "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0");
            Assert.True(code != 0 && told.Contains("alert protocol version", StringComparison.Ordinal), told);
            foreach (var version in new[] { "1.2", "1.3" })
            {
                (code, told) = OpenSsl(
                    endpoints.BrokerHost, port, $"-tls{version.Replace('.', '_')}", "-CAfile", frameworks.AuthorityFile(broker), "-verify_return_error");
                Assert.Contains($"TLSv{version}, Cipher is", told, StringComparison.Ordinal);
                Assert.Contains("Verification: OK", told, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Brokers))]
    public async Task Nothing_listens_in_plain_text_but_the_chain(string broker)
    {
        var framework = frameworks.With(broker);
        int[] processes = broker == TlsFrameworks.Mosquitto ? [framework.Pid, framework.ChildOf("mosquitto")] : [framework.Pid];
        var listening = processes.SelectMany(Processes.ListeningPorts).ToList();

        Assert.Equal(Ports(framework.Endpoints).Order(), listening.Order());
        foreach (var port in listening)
        {
            using var connection = new TcpClient();
            await connection.ConnectAsync(framework.Endpoints.BrokerHost, port, TestContext.Current.CancellationToken);
            await using var secure = new SslStream(connection.GetStream());
            await secure.AuthenticateAsClientAsync(
                Options(frameworks.AuthorityOf(broker), "localhost", frameworks.ClientOf(broker)), TestContext.Current.CancellationToken);
            Assert.True(secure.IsEncrypted);
        }
    }

    [Fact]
    public async Task A_renewed_certificate_is_served_without_a_restart_and_connections_stay()
    {
        const string broker = TlsFrameworks.Mosquitto;
        var endpoints = frameworks.With(broker).Endpoints;
        await using var client = await frameworks.ProviderOf(broker).ConnectAsync("stays");
        (await CommandLine.RunAsync("tls", "init", "--data", frameworks.With(broker).Data, "--name", "renewed.example")).Ended(0);

        foreach (var port in Ports(endpoints))
        {
            await Eventually.TrueAsync(
                async () => (await ShownAsync(endpoints.BrokerHost, port, broker)).MatchesHostname("renewed.example"), () => $"the old one is shown at {port}");
        }

        (await frameworks.ProviderOf(broker).AccessAsync("list")).Ended(0);
        Assert.True(client.StayedConnected);
    }

    [Fact]
    public async Task A_restored_backup_has_the_CA_that_clients_know_and_one_without_keys_has_none()
    {
        const string broker = TlsFrameworks.Mosquitto;
        foreach (var option in new[] { "--json", "--without-keys" })
        {
            var (backup, restored) = (frameworks.File($"backup{option}"), frameworks.File($"restored{option}"));
            (await CommandLine.RunAsync("backup", backup, "--data", frameworks.With(broker).Data, option)).Ended(0);
            (await CommandLine.RunAsync("restore", backup, "--data", restored)).Ended(0);

            var authority = Path.Combine(restored, "tls", "ca.pem");
            Assert.Equal(option == "--json", File.Exists(authority));
            if (File.Exists(authority)) Assert.Equal(File.ReadAllText(frameworks.AuthorityFile(broker)), File.ReadAllText(authority));
        }
    }

    /// <summary>Where a framework with TLS listens, apart from its chain.</summary>
    private static List<int> Ports(Endpoints endpoints) =>
    [
        endpoints.AccessLayer.Port, endpoints.Identity.Port, endpoints.BrokerPort,
        .. endpoints.ClientCertificatePort is { } port ? [port] : Array.Empty<int>(),
    ];

    private async Task<X509Certificate2> ShownAsync(string host, int port, string broker)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(host, port, TestContext.Current.CancellationToken);
        await using var secure = new SslStream(connection.GetStream());
        await secure.AuthenticateAsClientAsync(
            Options(frameworks.AuthorityOf(broker), "localhost", frameworks.ClientOf(broker)), TestContext.Current.CancellationToken);
        return X509CertificateLoader.LoadCertificate(secure.RemoteCertificate!.GetRawCertData());
    }

    /// <summary>What is answered before the connection ends, or in a while.</summary>
    private static async Task<byte[]> AnswerAsync(string host, int port, byte[] sent)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(host, port, TestContext.Current.CancellationToken);
        using var patience = new CancellationTokenSource(LongEnough);
        using var answer = new MemoryStream();
        try
        {
            await connection.GetStream().WriteAsync(sent, patience.Token);
            await connection.GetStream().CopyToAsync(answer, patience.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Cut off, or left without a word.
        }

        return answer.ToArray();
    }

    private static (int Code, string Told) OpenSsl(string host, int port, params string[] arguments)
    {
        var start = new ProcessStartInfo("openssl", ["s_client", "-connect", $"{host}:{port}", .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var told = process.StandardOutput.ReadToEnd() + error.GetAwaiter().GetResult();
        process.WaitForExit();
        return (process.ExitCode, told);
    }

    private static HttpClient Http(X509Certificate2Collection roots, X509Certificate2? certificate = null) =>
        new(new SocketsHttpHandler { SslOptions = Options(roots, host: null, certificate) });

    private static SslClientAuthenticationOptions Options(X509Certificate2Collection roots, string? host, X509Certificate2? certificate)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(roots);
        return new()
        {
            TargetHost = host,
            CertificateChainPolicy = policy,
            EnabledSslProtocols = SslProtocols.None,
            ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, [], offline: true),
        };
    }
}
