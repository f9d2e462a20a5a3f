using System.Text.Json;

namespace Platone.Testing;

/// <summary>Where a running framework says that it is found.</summary>
sealed record Endpoints(Uri AccessLayer, Uri Identity, Uri Chain, string BrokerHost, int BrokerPort, int Pid, bool BrokerTls, int? ClientCertificatePort)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static string FileOf(string data) => Path.Combine(data, "run", "endpoints.json");

    public static Endpoints Of(string data) => JsonSerializer.Deserialize<Endpoints>(File.ReadAllText(FileOf(data)), Web)!;
}
