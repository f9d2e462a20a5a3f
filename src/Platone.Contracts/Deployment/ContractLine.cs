using System.Text.Json;
using System.Text.Json.Serialization;
using Platone.Cryptography;

namespace Platone.Contracts.Deployment;

/// <summary>The framework's contracts on one chain: <c>deployments/{chain id}.json</c>.</summary>
/// <param name="Genesis">The hash of block 0: tells this chain from another with the same id.</param>
/// <param name="Certifier">The operator's wallet: whose batches a store of this deployment holds.</param>
/// <param name="FromBlock">The block before the first of the deployments: events are read from here on.</param>
public sealed record ContractLine(
    ulong ChainId, Hash256 Genesis, ulong FromBlock, Address Certifier, Address AccessManager, Address DataCertification, Address SubscriptionRegistry,
    Address CertificationBond)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        Converters = { new AddressConverter(), new HashConverter() },
    };

    public static string FileOf(string folder, ulong chainId) => Path.Combine(folder, FormattableString.Invariant($"{chainId}.json"));

    /// <summary>The one deployment of a folder.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static ContractLine LoadOnly(string folder) =>
        Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.json").FirstOrDefault() is { } file
            ? Load(file)
            : throw new InvalidDataException($"{folder}: found no deployment, expected {{chain id}}.json: was the framework ever started with this data?");

    /// <exception cref="InvalidDataException">The file is not a deployment.</exception>
    public static ContractLine Load(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<ContractLine>(File.ReadAllBytes(file), Json) ?? throw new JsonException("the file is null");
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new InvalidDataException($"{file}: {e.Message}", e);
        }
    }

    /// <summary>Writes the file whole or not at all.</summary>
    public void Save(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var temporary = file + ".new";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(this, Json));
        File.Move(temporary, file, overwrite: true);
    }

    private sealed class AddressConverter : JsonConverter<Address>
    {
        public override Address Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Address.Parse(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, Address value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToChecksumString());
    }

    private sealed class HashConverter : JsonConverter<Hash256>
    {
        public override Hash256 Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Hash256.Parse(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, Hash256 value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
