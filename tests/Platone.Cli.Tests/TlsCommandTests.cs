using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Platone.Testing;

namespace Platone.Cli.Tests;

/// <summary>`platone tls`, and the certificates that `platone up` refuses.</summary>
public sealed class TlsCommandTests : IDisposable
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_client_gets_a_certificate_a_key_of_its_own_and_the_CA_and_nobody_else_can_read_a_key()
    {
        var data = _folder.File("data");
        var made = (await CommandLine.RunAsync("tls", "init", "--data", data, "--name", "grid.example", "--json")).Ended(0).Json();
        using var server = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(data, "tls", "server.pem"));
        Assert.Equal("localhost", server.GetNameInfo(X509NameType.SimpleName, false));
        Assert.Contains("grid.example", made[1].GetProperty("names").EnumerateArray().Select(name => name.GetString()));

        var client = _folder.File("client");
        var issued = (await CommandLine.RunAsync("tls", "issue", "--data", data, "--common-name", "meter-7", "--out", client, "--json")).Ended(0).Json();
        var certificate = X509Certificate2.CreateFromPemFile(Path.Combine(client, "client.pem"), Path.Combine(client, "client.key"));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(certificate.RawData)), issued[0].GetProperty("sha256").GetString());
        Assert.Equal("CN=meter-7", certificate.Subject);
        Assert.Equal(File.ReadAllText(Path.Combine(data, "tls", "ca.pem")), File.ReadAllText(Path.Combine(client, "ca.pem")));

        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Path.Combine(data, "tls")) & Others);
        Assert.All(
            Directory.GetFiles(_folder.Path, "*.key", SearchOption.AllDirectories), key => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(key) & Others));
        // What was issued is not overwritten.
        (await CommandLine.RunAsync("tls", "issue", "--data", data, "--common-name", "meter-7", "--out", client)).Ended(2).OneLineOfError("exists already");
    }

    [Fact]
    public async Task A_wallets_certificate_has_its_address_for_a_name()
    {
        var data = _folder.File("data");
        (await CommandLine.RunAsync("tls", "init", "--data", data)).Ended(0);
        var wallet = (await CommandLine.RunAsync("wallet", "new", Path.Combine(data, "wallets", "dso.key"), "--json")).Ended(0).Json();
        await CommandLine.RunAsync("tls", "issue", "--data", data, "--wallet-name", "dso", "--out", _folder.File("dso"));

        var shown = (await CommandLine.RunAsync("tls", "show", _folder.File("dso/client.pem"), "--json")).Ended(0).Json();
        Assert.Equal($"CN={wallet.GetProperty("address").GetString()!.ToLowerInvariant()}", shown[0].GetProperty("subject").GetString());
    }

    [Theory]
    [InlineData("over", "certificate.pem: found a certificate that ended 20")]
    [InlineData("early", "certificate.pem: found a certificate that begins 20")]
    [InlineData("foreign", "key.pem: found no private key of this certificate")]
    [InlineData("open", "key.pem: found mode")]
    [InlineData("rubbish", "certificate.pem: found no certificate")]
    [InlineData("missing", "certificate.pem")]
    public async Task Up_refuses_a_certificate_with_which_nobody_would_connect(string what, string told)
    {
        var (certificate, key) = (_folder.File("certificate.pem"), _folder.File("key.pem"));
        WriteCertificate(certificate, key, fromDays: what == "early" ? 1 : -10, toDays: what == "over" ? -1 : 10);
        if (what == "foreign") WriteCertificate(_folder.File("other.pem"), key, -10, 10);
        if (what == "open") File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        if (what == "rubbish") await File.WriteAllTextAsync(certificate, "no certificate");
        if (what == "missing") File.Delete(certificate);

        var refused = await CommandLine.RunAsync(
            Framework.Arguments(_folder.File("data"), "--tls", "--tls-certificate", certificate, "--tls-key", key, "--tls-client-ca", _folder.File("ca.pem")));

        refused.Ended(2).OneLineOfError(told);
    }

    private void WriteCertificate(string certificateFile, string keyFile, int fromDays, int toDays)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(fromDays), DateTimeOffset.UtcNow.AddDays(toDays));
        File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        File.SetUnixFileMode(keyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(_folder.File("ca.pem"), certificate.ExportCertificatePem());
    }
}
