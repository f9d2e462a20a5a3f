using System.Net;

namespace Platone.Cli.Hosting.Processes;

/// <summary>Where a broker that we start listens.</summary>
/// <param name="Tls">Null: in plain text.</param>
/// <param name="ClientCertificatePort">Where Mosquitto takes only clients that show a certificate; null: nowhere.</param>
sealed record BrokerListening(IPAddress Bind, int Port, ServedTls? Tls, int? ClientCertificatePort)
{
    public static BrokerListening InPlainText(int port) => new(IPAddress.Loopback, port, Tls: null, ClientCertificatePort: null);
}
