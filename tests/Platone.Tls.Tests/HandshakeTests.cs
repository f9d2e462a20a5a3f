using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Platone.Tls.Tests;

/// <summary>Who is let through, on either side.</summary>
public sealed class HandshakeTests : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly CertificateAuthority _authority = CertificateAuthority.Create(Now);
    private readonly CertificateAuthority _foreign = CertificateAuthority.Create(Now);
    private readonly ServerTls _server;

    public HandshakeTests() => _server = new(_authority.IssueServer(["localhost", "127.0.0.1", "::1"], Now), [_authority.Certificate]);

    public void Dispose()
    {
        _authority.Dispose();
        _foreign.Dispose();
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task A_client_that_trusts_the_CA_comes_in_without_a_certificate_by_every_name(string host)
    {
        var seen = await Handshake.RunAsync(_server, Handshake.Client(Trusting(_authority), host));

        Assert.Null(seen.ClientCertificate);
    }

    [Fact]
    public async Task A_certificate_of_the_CA_is_seen_by_the_server()
    {
        var shown = _authority.IssueClient("meter-7", Now);
        var seen = await Handshake.RunAsync(_server, Handshake.Client(Trusting(_authority), shows: shown));

        Assert.Equal(shown.Certificate.RawData, seen.ClientCertificate);
    }

    [Fact]
    public Task A_foreign_CA_of_the_same_name_is_no_servers_CA() => RefusedAsync(Handshake.Client(Trusting(_foreign)));

    [Fact]
    public Task Another_name_than_the_certificates_is_refused() => RefusedAsync(Handshake.Client(Trusting(_authority), "example.org"));

    [Fact]
    public Task The_machines_store_does_not_know_the_CA() => RefusedAsync(Handshake.Client(ClientTls.Machine));

    [Fact]
    public Task A_client_certificate_of_a_foreign_CA_of_the_same_name_is_refused() =>
        RefusedAsync(Handshake.Client(Trusting(_authority), shows: _foreign.IssueClient("meter-7", Now)));

    [Fact]
    public Task A_client_certificate_that_is_over_is_refused() =>
        RefusedAsync(Handshake.Client(Trusting(_authority), shows: IssuedBefore(CertificateAuthority.ClientLife)));

    [Fact]
    public Task A_servers_certificate_is_no_clients() =>
        RefusedAsync(Handshake.Client(Trusting(_authority), shows: _authority.IssueServer(["localhost"], Now)));

    [Fact]
    public async Task A_clients_certificate_is_no_servers()
    {
        var server = new ServerTls(_authority.IssueClient("localhost", Now), [_authority.Certificate]);

        await Assert.ThrowsAsync<AuthenticationException>(() => Handshake.RunAsync(server, Handshake.Client(Trusting(_authority))));
    }

    [Fact]
    public async Task A_certificate_that_was_issued_by_a_client_is_refused()
    {
        // The client's key signs like a CA's would: it is none, and says so.
        var client = _authority.IssueClient("meter-7", Now);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=meter-8", key, HashAlgorithmName.SHA256);
        var forged = request.Create(
            client.Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(client.Certificate.GetECDsaPrivateKey()!), Now.AddMinutes(-1), Now.AddDays(1),
            [1, 2, 3]);

        await RefusedAsync(Handshake.Client(Trusting(_authority), shows: new(forged.CopyWithPrivateKey(key), [client.Certificate])));
    }

    [Fact]
    public async Task The_expected_certificate_is_believed_by_any_name_and_no_other()
    {
        var expecting = ClientTls.Expecting(() => _server.Credential.Certificate);
        await Handshake.RunAsync(_server, Handshake.Client(expecting, "example.org"));

        var other = new ServerTls(_authority.IssueServer(["localhost"], Now), [_authority.Certificate]);
        await Assert.ThrowsAsync<AuthenticationException>(() => Handshake.RunAsync(other, Handshake.Client(expecting)));
    }

    [Fact]
    public async Task A_renewed_certificate_is_shown_to_the_next_connection()
    {
        var expecting = ClientTls.Expecting(() => _server.Credential.Certificate);
        var before = _server.Credential.Certificate.RawData;
        _server.Use(_authority.IssueServer(["localhost"], Now));

        Assert.NotEqual(before, _server.Credential.Certificate.RawData);
        await Handshake.RunAsync(_server, Handshake.Client(expecting));
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Both_versions_come_with_forward_secrecy_and_authenticated_encryption(SslProtocols version)
    {
        var client = Handshake.Client(Trusting(_authority));
        client.EnabledSslProtocols = version;
        var seen = await Handshake.RunAsync(_server, client);

        Assert.Equal(version, seen.Protocol);
        Assert.Matches("^TLS_(ECDHE_ECDSA_WITH_)?(AES_(128|256)_GCM|CHACHA20_POLY1305)", seen.Suite.ToString());
    }

    [Fact]
    public async Task A_suite_without_authenticated_encryption_is_refused()
    {
        var client = Handshake.Client(Trusting(_authority));
        client.EnabledSslProtocols = SslProtocols.Tls12;
        client.CipherSuitesPolicy = new([TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256]);

        await RefusedAsync(client);
    }

    [Fact]
    public void What_is_checked_of_one_connection_is_not_kept_for_the_next() =>
        Assert.NotSame(_server.ForConnection().CertificateChainPolicy, _server.ForConnection().CertificateChainPolicy);

    private static ClientTls Trusting(CertificateAuthority authority) => ClientTls.Trusting([authority.Certificate]);

    private async Task RefusedAsync(SslClientAuthenticationOptions client)
    {
        var refused = await Record.ExceptionAsync(() => Handshake.RunAsync(_server, client));
        Assert.True(refused is AuthenticationException or IOException, $"expected a refusal, found {refused?.ToString() ?? "none"}");
    }

    /// <summary>What this CA would have issued to a client so long ago.</summary>
    private TlsCredential IssuedBefore(TimeSpan age)
    {
        using var key = _authority.Certificate.GetECDsaPrivateKey()!;
        var request = new CertificateRequest(_authority.Certificate.SubjectName, key, HashAlgorithmName.SHA256);
        foreach (var extension in _authority.Certificate.Extensions) request.CertificateExtensions.Add(extension);
        using var older = request.CreateSelfSigned(Now - age - TimeSpan.FromDays(1), Now + TimeSpan.FromDays(1));
        using var authority = CertificateAuthority.FromPem(older.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
        return authority.IssueClient("meter-7", Now - age);
    }
}
