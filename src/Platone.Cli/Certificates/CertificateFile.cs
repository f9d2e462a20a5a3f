using System.Security.Cryptography.X509Certificates;
using Platone.Cli.Wallets;
using Platone.Tls;

namespace Platone.Cli.Certificates;

/// <summary>Certificates and keys in PEM files, as their owner or somebody else wrote them.</summary>
static class CertificateFile
{
    private const int MaxLength = 1 << 20;

    /// <exception cref="InvalidDataException">Not what it should be, or others may read the key.</exception>
    public static TlsCredential LoadCredential(string certificate, string key)
    {
        var certificates = Read(certificate);
        Checked(certificate, () => TlsCredential.CertificatesFromPem(certificates));
        return Checked(key, () => TlsCredential.FromPem(certificates, SecretFile.Read(key)));
    }

    /// <exception cref="InvalidDataException">No certificates, or one that is not valid now.</exception>
    public static X509Certificate2Collection LoadAuthorities(string path, DateTimeOffset now)
    {
        var authorities = Load(path);
        foreach (var authority in authorities) RefuseOutsideValidity(path, authority, now);
        return authorities;
    }

    /// <exception cref="InvalidDataException">No certificates.</exception>
    public static X509Certificate2Collection Load(string path) => Checked(path, () => TlsCredential.CertificatesFromPem(Read(path)));

    /// <exception cref="InvalidDataException">It is over, or not yet valid.</exception>
    public static void RefuseOutsideValidity(string path, X509Certificate2 certificate, DateTimeOffset now) => Checked(path, () =>
    {
        TlsCredential.RefuseOutsideValidity(certificate, now);
        return certificate;
    });

    /// <summary>Puts the file's name before what is wrong with it.</summary>
    public static T Checked<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}.", e);
        }
    }

    private static string Read(string path) => new FileInfo(path).Length is > MaxLength and var length
        ? throw new InvalidDataException($"{path}: found {length} bytes, expected at most {MaxLength}.")
        : File.ReadAllText(path);
}
