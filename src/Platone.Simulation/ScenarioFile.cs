using System.Text.Json;

namespace Platone.Simulation;

/// <summary>A scenario as a file describes it: <c>scenario.json</c> in a folder of its own.</summary>
public sealed record ScenarioFile(string Name, int Ticks, double TickSeconds, IReadOnlyList<ProviderPart> Providers, IReadOnlyList<ConsumerPart> Consumers)
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    /// <exception cref="InvalidDataException">The file is not a scenario.</exception>
    public static ScenarioFile Load(string folder)
    {
        var path = Path.Combine(folder, "scenario.json");
        try
        {
            var file = JsonSerializer.Deserialize<ScenarioFile>(File.ReadAllBytes(path), Strict) ?? throw new JsonException("the file is null");
            return file.Checked(path);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    private ScenarioFile Checked(string path)
    {
        if (Ticks < 2) throw new InvalidDataException($"{path}: ticks: found {Ticks}, expected at least 2");
        if (!(TickSeconds > 0)) throw new InvalidDataException($"{path}: tickSeconds: found {TickSeconds}, expected more than 0");
        if (Providers.Count == 0) throw new InvalidDataException($"{path}: providers: found none, expected at least one");

        var unknown = Consumers.SelectMany(consumer => consumer.Reads).FirstOrDefault(name => Providers.All(provider => provider.Name != name));
        return unknown is null ? this : throw new InvalidDataException($"{path}: consumers.reads: found '{unknown}', expected the name of a provider");
    }
}

/// <param name="Meters">How many meters its reading system speaks for.</param>
public sealed record ProviderPart(string Name, int Pmus, int Meters, int LightNodes);

/// <param name="Reads">The providers whose data it has agreements for; none: it tries without.</param>
/// <param name="Revoked">Whether its providers revoke half way.</param>
public sealed record ConsumerPart(string Name, IReadOnlyList<string> Reads, bool Revoked = false);
