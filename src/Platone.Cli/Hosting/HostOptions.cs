using System.Net;
using Platone.Contracts.Deployment;

namespace Platone.Cli.Hosting;

/// <summary>What `platone up` was asked for.</summary>
/// <param name="HttpPort">Null: the usual port where it is free. 0: any.</param>
/// <param name="Broker">mosquitto, embedded, or mqtt://HOST:PORT (mqtts with TLS) of one that has the plugin and this access layer's socket.</param>
/// <param name="IdentityPort">As <paramref name="HttpPort"/>, of the identity service.</param>
/// <param name="CertifyWithin">What receipts promise.</param>
/// <param name="Bond">The bond's times where the contracts are deployed now.</param>
/// <param name="Chain">anvil, or URLs of nodes of one chain with commas between them.</param>
sealed record HostOptions(
    DataDirectory Data, int? HttpPort, int? MqttPort, int? ChainPort, string Broker, string Chain, TimeSpan BlockPeriod, ulong Confirmations,
    TimeSpan CertifyWithin, BondTimes Bond, int? IdentityPort)
{
    /// <summary>To whom the administrator's role is handed over; it stays with the wallet that deployed where it is null.</summary>
    public Administration? Administration { get; init; }

    public const string Mosquitto = "mosquitto";

    /// <summary>The broker in this process, for machines without Mosquitto.</summary>
    public const string Embedded = "embedded";

    public const string Anvil = "anvil";

    /// <summary>The scheme of a broker's URL.</summary>
    public const string MqttOverTls = "mqtts";

    /// <summary>Null: in plain text.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>The interface on which everything but the embedded chain listens.</summary>
    public IPAddress Bind { get; init; } = IPAddress.Loopback;

    /// <summary>The roots of a broker of one's own (mqtts://HOST:PORT), a PEM file; null: the machine's.</summary>
    public string? BrokerAuthority { get; init; }
}
