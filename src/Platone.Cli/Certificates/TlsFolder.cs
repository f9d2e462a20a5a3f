using System.Security.Cryptography.X509Certificates;
using Platone.Cli.Hosting;
using Platone.Cli.Wallets;
using Platone.Tls;

namespace Platone.Cli.Certificates;

/// <summary>
/// A data directory's own CA, and the certificate that it gave the server. The CA's key may be taken elsewhere: then nothing is issued or renewed here.
/// </summary>
sealed class TlsFolder(DataDirectory data)
{
    /// <summary>By these every server is reached from its own machine.</summary>
    private static readonly string[] LocalNames = ["localhost", "127.0.0.1", "::1"];

    public string AuthorityFile => Path.Combine(data.Tls, "ca.pem");

    public string AuthorityKeyFile => Path.Combine(data.Tls, "ca.key");

    public string ServerFile => Path.Combine(data.Tls, "server.pem");

    public string ServerKeyFile => Path.Combine(data.Tls, "server.key");

    /// <summary>Makes the CA where there is none, and gives the server a new certificate: for these names, and those that it had.</summary>
    /// <exception cref="InvalidDataException">What is there is not what it should be.</exception>
    public void Issue(IReadOnlyList<string> names, DateTimeOffset now)
    {
        if (!File.Exists(AuthorityFile)) CreateAuthority(now);
        var had = File.Exists(ServerFile) ? TlsCredential.NamesOf(CertificateFile.Load(ServerFile)[0]) : [];
        using var authority = OpenAuthority(now);
        var server = authority.IssueServer([.. had.Concat(LocalNames).Concat(names).Distinct(StringComparer.OrdinalIgnoreCase)], now);
        SecretFile.Replace(ServerKeyFile, KeyOf(server));
        ReplaceText(ServerFile, server.CertificatePem);
    }

    /// <summary>Issues what is missing: the server's certificate where a name is, or where less than a third of its life is left.</summary>
    /// <returns>Whether anything was issued.</returns>
    /// <exception cref="InvalidDataException">What is there is not what it should be, or there is no CA's key where it is needed.</exception>
    public bool Renew(IReadOnlyList<string> names, DateTimeOffset now)
    {
        if (File.Exists(ServerFile) && !IsDue(names, now)) return false;

        Issue(names, now);
        return true;
    }

    public TlsCredential IssueClient(string commonName, DateTimeOffset now)
    {
        using var authority = OpenAuthority(now);
        return authority.IssueClient(commonName, now);
    }

    /// <summary>A key as it is kept: PKCS#8 in PEM.</summary>
    public static string KeyOf(TlsCredential credential)
    {
        using var key = credential.Certificate.GetECDsaPrivateKey() ?? throw new InvalidOperationException("Our own certificates have keys on P-256.");
        return key.ExportPkcs8PrivateKeyPem();
    }

    private bool IsDue(IReadOnlyList<string> names, DateTimeOffset now)
    {
        var server = CertificateFile.LoadCredential(ServerFile, ServerKeyFile).Certificate;
        var missing = names.Except(TlsCredential.NamesOf(server), StringComparer.OrdinalIgnoreCase).ToList();
        var old = server.NotAfter - now < (server.NotAfter - server.NotBefore) / 3;
        if (File.Exists(AuthorityKeyFile)) return missing.Count > 0 || old;

        // Who took the key away renews by hand; until then what is valid serves.
        if (missing.Count == 0) return false;

        throw new InvalidDataException($"{ServerFile}: found no name {missing[0]}, expected one; without {AuthorityKeyFile} it cannot be issued.");
    }

    private void CreateAuthority(DateTimeOffset now)
    {
        data.MakeTls();
        using var authority = CertificateAuthority.Create(now);
        SecretFile.Write(AuthorityKeyFile, KeyOf(new(authority.Certificate, [])));
        ReplaceText(AuthorityFile, authority.Certificate.ExportCertificatePem());
    }

    private CertificateAuthority OpenAuthority(DateTimeOffset now)
    {
        if (!File.Exists(AuthorityKeyFile))
            throw new InvalidDataException($"{AuthorityKeyFile}: found no file, expected the CA's key, without which no certificate is issued.");

        var certificate = CertificateFile.LoadAuthorities(AuthorityFile, now)[0].ExportCertificatePem();
        return CertificateFile.Checked(AuthorityKeyFile, () => CertificateAuthority.FromPem(certificate, SecretFile.Read(AuthorityKeyFile)));
    }

    private static void ReplaceText(string path, string text)
    {
        var beside = $"{path}.{Environment.ProcessId}.new";
        File.WriteAllText(beside, text + Environment.NewLine);
        File.Move(beside, path, overwrite: true);
    }
}
