using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Platone.Tls;

/// <summary>
/// How a server speaks TLS: its certificate, and whose clients it believes. A client may come without a certificate; one that shows one must have it from
/// these authorities, for client authentication, and valid now.
/// </summary>
public sealed class ServerTls
{
    private readonly X509Certificate2Collection _clientAuthorities;
    private Served _served;

    public ServerTls(TlsCredential credential, X509Certificate2Collection clientAuthorities)
    {
        _clientAuthorities = clientAuthorities;
        _served = Serve(credential);
    }

    /// <summary>What new connections are shown.</summary>
    public TlsCredential Credential => _served.Credential;

    /// <summary>Shows another certificate from now on; connections that stand are left alone.</summary>
    public void Use(TlsCredential credential) => _served = Serve(credential);

    /// <summary>For one connection: what it says about chains is filled while it is checked.</summary>
    public SslServerAuthenticationOptions ForConnection() => new()
    {
        ServerCertificateContext = _served.Context,
        EnabledSslProtocols = TlsProfile.Protocols,
        CipherSuitesPolicy = TlsProfile.Suites,
        ClientCertificateRequired = true,
        CertificateChainPolicy = TlsProfile.ChainTo(_clientAuthorities),
        RemoteCertificateValidationCallback = (_, certificate, _, errors) => certificate is null || errors == SslPolicyErrors.None,
        // Each connection shows its certificate anew, with what is between it and its root.
        AllowTlsResume = false,
    };

    // Offline: nothing is fetched to complete the chain.
    private Served Serve(TlsCredential credential) => new(
        credential,
        SslStreamCertificateContext.Create(
            credential.Certificate, credential.Intermediates, offline: true,
            SslCertificateTrust.CreateForX509Collection(_clientAuthorities, sendTrustInHandshake: true)));

    private sealed record Served(TlsCredential Credential, SslStreamCertificateContext Context);
}
