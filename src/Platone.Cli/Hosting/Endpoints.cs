using System.Text.Json;

namespace Platone.Cli.Hosting;

/// <summary>Where a running framework is found; in the data directory while it runs.</summary>
/// <param name="ClientCertificatePort">Where the broker takes only clients that show a certificate; null: nowhere.</param>
sealed record Endpoints(
    Uri AccessLayer, Uri Identity, Uri Chain, string BrokerHost, int BrokerPort, int Pid, bool BrokerTls = false, int? ClientCertificatePort = null)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public Uri Broker => HostAddress.Url(BrokerTls ? HostOptions.MqttOverTls : "mqtt", BrokerHost, BrokerPort);

    public void Write(DataDirectory data) => File.WriteAllText(data.Endpoints, JsonSerializer.Serialize(this, Web));

    /// <summary>Null where nothing runs with that directory; a file that a killed run left does not count.</summary>
    public static Endpoints? Find(DataDirectory data)
    {
        if (!File.Exists(data.Endpoints) || !data.IsInUse()) return null;
        return JsonSerializer.Deserialize<Endpoints>(File.ReadAllText(data.Endpoints), Web);
    }
}
