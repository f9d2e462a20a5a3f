using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Platone.Tls.Tests;

/// <summary>One server and one client over a real connection; each side's own word on how it went.</summary>
static class Handshake
{
    /// <returns>What the server saw of the client.</returns>
    /// <exception cref="AuthenticationException">One side does not believe the other.</exception>
    /// <exception cref="IOException">The other side ended it.</exception>
    public static async Task<Seen> RunAsync(ServerTls server, SslClientAuthenticationOptions client)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, server);
        using var connection = new TcpClient();
        await connection.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        await using var stream = new SslStream(connection.GetStream());
        try
        {
            await stream.AuthenticateAsClientAsync(client);
            // In TLS 1.3 the client is done before the server has looked at its certificate.
            await stream.WriteAsync(new byte[] { 1 });
            await stream.ReadExactlyAsync(new byte[1]);
        }
        finally
        {
            connection.Close();
            await ((Task)serving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return await serving;
    }

    public static SslClientAuthenticationOptions Client(ClientTls tls, string host = "localhost", TlsCredential? shows = null)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = host,
            RemoteCertificateValidationCallback = (_, certificate, _, errors) => tls.Accepts(certificate, errors),
            CertificateChainPolicy = tls.Roots is null ? null : Policy(tls.Roots),
        };
        if (shows is not null)
            options.ClientCertificateContext = SslStreamCertificateContext.Create(shows.Certificate, shows.Intermediates, offline: true);
        return options;
    }

    private static X509ChainPolicy Policy(X509Certificate2Collection roots)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }

    private static async Task<Seen> ServeAsync(TcpListener listener, ServerTls server)
    {
        using var connection = await listener.AcceptTcpClientAsync();
        await using var stream = new SslStream(connection.GetStream());
        await stream.AuthenticateAsServerAsync(server.ForConnection());
        var one = new byte[1];
        await stream.ReadExactlyAsync(one);
        await stream.WriteAsync(one);
        return new(stream.RemoteCertificate?.GetRawCertData(), stream.SslProtocol, stream.NegotiatedCipherSuite);
    }
}

sealed record Seen(byte[]? ClientCertificate, SslProtocols Protocol, TlsCipherSuite Suite);
