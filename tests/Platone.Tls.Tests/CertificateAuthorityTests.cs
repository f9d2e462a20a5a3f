using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Platone.Tls.Tests;

/// <summary>What is issued, as OpenSSL and RFC 5280 see it.</summary>
public sealed class CertificateAuthorityTests : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly CertificateAuthority _authority = CertificateAuthority.Create(Now);
    private readonly string _folder = Directory.CreateTempSubdirectory("platone-test-").FullName;

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("sslserver", "localhost", null)]
    [InlineData("sslserver", null, "127.0.0.1")]
    [InlineData("sslserver", null, "::1")]
    public void OpenSSL_verifies_a_servers_certificate_for_its_names(string purpose, string? host, string? address)
    {
        var (code, told) = Verify(_authority.IssueServer(["localhost", "127.0.0.1", "::1"], Now), purpose, host, address);

        Assert.True(code == 0, told);
    }

    [Theory]
    [InlineData("sslserver", "example.org")]
    [InlineData("sslclient", null)]
    public void OpenSSL_refuses_a_servers_certificate_for_anything_else(string purpose, string? host) =>
        Assert.NotEqual(0, Verify(_authority.IssueServer(["localhost"], Now), purpose, host, address: null).Code);

    [Fact]
    public void OpenSSL_verifies_a_clients_certificate_for_clients_alone()
    {
        var client = _authority.IssueClient("meter-7", Now);

        Assert.Equal(0, Verify(client, "sslclient", host: null, address: null).Code);
        Assert.NotEqual(0, Verify(client, "sslserver", host: null, address: null).Code);
    }

    [Fact]
    public void The_CA_lasts_two_years_issues_no_other_CA_and_signs_certificates_only()
    {
        var certificate = _authority.Certificate;

        Assert.Equal(Now.AddDays(730).ToUnixTimeSeconds(), new DateTimeOffset(certificate.NotAfter).ToUnixTimeSeconds());
        var constraints = Assert.Single(certificate.Extensions.OfType<X509BasicConstraintsExtension>());
        Assert.True(constraints is { Critical: true, CertificateAuthority: true, HasPathLengthConstraint: true, PathLengthConstraint: 0 });
        Assert.Equal(
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, Assert.Single(certificate.Extensions.OfType<X509KeyUsageExtension>()).KeyUsages);
    }

    [Fact]
    public void A_servers_certificate_lasts_90_days_and_none_lasts_longer_than_the_CA()
    {
        Assert.Equal(Now.AddDays(90).ToUnixTimeSeconds(), Ends(_authority.IssueServer(["localhost"], Now)));
        Assert.Equal(
            new DateTimeOffset(_authority.Certificate.NotAfter).ToUnixTimeSeconds(), Ends(_authority.IssueServer(["localhost"], Now.AddDays(700))));
    }

    [Fact]
    public void Every_certificate_has_a_key_and_a_number_of_its_own()
    {
        var (one, other) = (_authority.IssueClient("meter-7", Now).Certificate, _authority.IssueClient("meter-7", Now).Certificate);

        Assert.NotEqual(one.SerialNumber, other.SerialNumber);
        Assert.NotEqual(one.PublicKey.ExportSubjectPublicKeyInfo(), other.PublicKey.ExportSubjectPublicKeyInfo());
    }

    [Fact]
    public void A_key_of_another_certificate_is_refused()
    {
        var (one, other) = (_authority.IssueClient("a", Now), _authority.IssueClient("b", Now));

        var refused = Assert.Throws<FormatException>(() => TlsCredential.FromPem(one.CertificatePem, KeyOf(other)));
        Assert.StartsWith("found no private key of this certificate", refused.Message, StringComparison.Ordinal);
        Assert.Equal(one.Certificate.RawData, TlsCredential.FromPem(one.CertificatePem, KeyOf(one)).Certificate.RawData);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")]
    public void What_holds_no_certificate_is_refused(string text) => Assert.Throws<FormatException>(() => TlsCredential.CertificatesFromPem(text));

    [Fact]
    public void A_clients_certificate_is_no_CA()
    {
        var client = _authority.IssueClient("meter-7", Now);

        Assert.Throws<FormatException>(() => CertificateAuthority.FromPem(client.CertificatePem, KeyOf(client)));
    }

    [Fact]
    public void Whose_time_is_over_or_has_not_come_is_refused()
    {
        var server = _authority.IssueServer(["localhost"], Now).Certificate;

        TlsCredential.RefuseOutsideValidity(server, Now);
        Assert.Contains("ended", Refusal(server.NotAfter), StringComparison.Ordinal);
        Assert.Contains("begins", Refusal(Now.AddDays(-1)), StringComparison.Ordinal);

        string Refusal(DateTimeOffset now) => Assert.Throws<FormatException>(() => TlsCredential.RefuseOutsideValidity(server, now)).Message;
    }

    [Fact]
    public void The_fingerprint_is_SHA_256_of_the_DER()
    {
        var certificate = _authority.Certificate;

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(certificate.RawData)), TlsCredential.FingerprintOf(certificate));
    }

    private static string KeyOf(TlsCredential credential) => credential.Certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();

    private static long Ends(TlsCredential issued) => new DateTimeOffset(issued.Certificate.NotAfter).ToUnixTimeSeconds();

    private (int Code, string Told) Verify(TlsCredential issued, string purpose, string? host, string? address)
    {
        var (root, leaf) = (Path.Combine(_folder, "ca.pem"), Path.Combine(_folder, "leaf.pem"));
        File.WriteAllText(root, _authority.Certificate.ExportCertificatePem());
        File.WriteAllText(leaf, issued.CertificatePem);
        List<string> arguments = ["verify", "-x509_strict", "-no-CApath", "-no-CAstore", "-CAfile", root, "-purpose", purpose];
        if (host is not null) arguments.AddRange(["-verify_hostname", host]);
        if (address is not null) arguments.AddRange(["-verify_ip", address]);
        var start = new ProcessStartInfo("openssl", [.. arguments, leaf]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var told = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, told);
    }
}
