using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Platone.Tls;

/// <summary>A certificate with its private key, and the certificates between it and its root.</summary>
/// <param name="Certificate">With its private key.</param>
public sealed record TlsCredential(X509Certificate2 Certificate, X509Certificate2Collection Intermediates)
{
    /// <summary>The certificate, then what is between it and the root (RFC 7468).</summary>
    public string CertificatePem => string.Join('\n', Intermediates.Prepend(Certificate).Select(certificate => certificate.ExportCertificatePem()));

    /// <param name="certificates">The certificate first, then those between it and its root.</param>
    /// <param name="key">PKCS#8, not encrypted.</param>
    /// <exception cref="FormatException">No certificate, no key, or the key is not the certificate's.</exception>
    public static TlsCredential FromPem(string certificates, string key)
    {
        var chain = CertificatesFromPem(certificates);
        try
        {
            return new(X509Certificate2.CreateFromPem(chain[0].ExportCertificatePem(), key), [.. chain.Skip(1)]);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new FormatException("found no private key of this certificate, expected its key in PEM (PKCS#8, not encrypted)", e);
        }
    }

    /// <exception cref="FormatException">There is none.</exception>
    public static X509Certificate2Collection CertificatesFromPem(string text)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(text);
        }
        catch (CryptographicException e)
        {
            throw new FormatException("found a damaged certificate, expected certificates in PEM", e);
        }

        return certificates.Count > 0 ? certificates : throw new FormatException("found no certificate, expected one in PEM");
    }

    /// <summary>SHA-256 of the certificate (DER), 64 lower-case hexadecimal digits: how certificates are told apart.</summary>
    public static string FingerprintOf(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();

    /// <summary>The host names and IP addresses that the certificate is for.</summary>
    public static IReadOnlyList<string> NamesOf(X509Certificate2 certificate) =>
    [
        .. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString()))),
    ];

    /// <exception cref="FormatException">The certificate is over, or not yet valid.</exception>
    public static void RefuseOutsideValidity(X509Certificate2 certificate, DateTimeOffset now)
    {
        if (now >= certificate.NotAfter)
            throw new FormatException($"found a certificate that ended {Iso(certificate.NotAfter)}, expected one that is valid now");
        if (now < certificate.NotBefore)
            throw new FormatException($"found a certificate that begins {Iso(certificate.NotBefore)}, expected one that is valid now");
    }

    private static string Iso(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
