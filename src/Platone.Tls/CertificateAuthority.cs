using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Platone.Tls;

/// <summary>
/// A certificate authority of one's own, for development and for those who have no other: P-256, SHA-256 (RFC 5280). It issues to servers and clients, never
/// to another authority.
/// </summary>
public sealed class CertificateAuthority : IDisposable
{
    public const int MaxCommonNameLength = 64; // RFC 5280, ub-common-name

    private const int SerialNumberBytes = 16;
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    public static readonly TimeSpan Life = TimeSpan.FromDays(730);
    public static readonly TimeSpan ServerLife = TimeSpan.FromDays(90);
    public static readonly TimeSpan ClientLife = TimeSpan.FromDays(365);

    // Another machine's clock may be behind.
    private static readonly TimeSpan Backdated = TimeSpan.FromMinutes(5);

    private readonly TlsCredential _own;

    private CertificateAuthority(TlsCredential own)
    {
        _own = own;
    }

    public X509Certificate2 Certificate => _own.Certificate;

    public static CertificateAuthority Create(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Named("Platone development CA"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return new(new(request.CreateSelfSigned(now - Backdated, now + Life), []));
    }

    /// <exception cref="FormatException">No certificate of an authority, or the key is not its own.</exception>
    public static CertificateAuthority FromPem(string certificate, string key)
    {
        var own = TlsCredential.FromPem(certificate, key);
        if (own.Certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority)) return new(own);

        own.Certificate.Dispose();
        throw new FormatException("found a certificate of no authority, expected a CA's");
    }

    /// <param name="names">Host names and IP addresses by which clients reach the server; the first is the common name.</param>
    public TlsCredential IssueServer(IReadOnlyList<string> names, DateTimeOffset now)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address)) alternatives.AddIpAddress(address);
            else alternatives.AddDnsName(name);
        }

        // A longer name stands in the alternatives alone, where clients look.
        var common = names[0].Length <= MaxCommonNameLength ? names[0] : "Platone server";
        return Issue(Named(common), ServerAuthentication, ServerLife, now, alternatives.Build());
    }

    /// <param name="commonName">At most <see cref="MaxCommonNameLength"/> characters.</param>
    public TlsCredential IssueClient(string commonName, DateTimeOffset now) => Issue(Named(commonName), ClientAuthentication, ClientLife, now);

    public void Dispose() => _own.Certificate.Dispose();

    private TlsCredential Issue(X500DistinguishedName subject, string purpose, TimeSpan life, DateTimeOffset now, params X509Extension[] more)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new(purpose)], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, true, false));
        foreach (var extension in more) request.CertificateExtensions.Add(extension);

        using var issued = request.Create(
            Certificate, Later(now - Backdated, Certificate.NotBefore), Earlier(now + life, Certificate.NotAfter),
            RandomNumberGenerator.GetBytes(SerialNumberBytes));
        return new(issued.CopyWithPrivateKey(key), []);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static X500DistinguishedName Named(string commonName)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(commonName);
        return name.Build();
    }
}
