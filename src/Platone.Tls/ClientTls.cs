using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Platone.Tls;

/// <summary>How a client speaks TLS: which servers it believes, and the certificate that it shows where one is asked for.</summary>
public sealed class ClientTls
{
    private readonly Func<X509Certificate2>? _exact;

    private ClientTls(X509Certificate2Collection? roots, Func<X509Certificate2>? exact) => (Roots, _exact) = (roots, exact);

    /// <summary>Servers that the machine's own store vouches for.</summary>
    public static ClientTls Machine { get; } = new(roots: null, exact: null);

    /// <summary>The only roots that count; null for the machine's store, or where one certificate is expected.</summary>
    public X509Certificate2Collection? Roots { get; }

    /// <summary>What is shown to a server that asks; with its private key.</summary>
    public X509Certificate2? Certificate { get; private init; }

    public static SslProtocols Protocols => TlsProfile.Protocols;

    /// <summary>Servers with a certificate from these roots and no others, for the name by which they are reached.</summary>
    public static ClientTls Trusting(X509Certificate2Collection roots) => new(roots, exact: null);

    /// <summary>The one server with this certificate, whatever its name: for those who run on its machine and read its files.</summary>
    /// <param name="certificate">Asked at each connection, for it is renewed.</param>
    public static ClientTls Expecting(Func<X509Certificate2> certificate) => new(roots: null, certificate);

    /// <summary>The same trust, and a certificate for servers that ask.</summary>
    /// <param name="certificate">With its private key; null: none.</param>
    public ClientTls With(X509Certificate2? certificate) => new(Roots, _exact) { Certificate = certificate };

    /// <param name="errors">What the chain to <see cref="Roots"/> and the name leave to say.</param>
    public bool Accepts(X509Certificate? certificate, SslPolicyErrors errors) => _exact is null
        ? errors == SslPolicyErrors.None
        : certificate is not null && certificate.GetRawCertData().AsSpan().SequenceEqual(_exact().RawDataMemory.Span);

    /// <summary>For an <see cref="HttpClient"/>.</summary>
    public SocketsHttpHandler CreateHandler()
    {
        // An interface for programs sends nobody elsewhere.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        handler.SslOptions.EnabledSslProtocols = Protocols;
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) => Accepts(certificate, errors);
        if (Roots is not null) handler.SslOptions.CertificateChainPolicy = TlsProfile.ChainTo(Roots);
        if (Certificate is not null) handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(Certificate, [], offline: true);
        return handler;
    }
}
