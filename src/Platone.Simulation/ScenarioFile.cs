using System.Text.Json;
using Platone.Simulation.Networks;

namespace Platone.Simulation;

/// <summary>A scenario as a file describes it: <c>scenario.json</c> in a folder of its own.</summary>
/// <param name="TickSeconds">Between two ticks; each device measures at a tick.</param>
/// <param name="Ticks">How long it takes, in ticks. This or <paramref name="Hours"/>.</param>
/// <param name="Hours">How long it takes, in simulated hours.</param>
/// <param name="PmuSeconds">Between two messages of a PMU, a whole number of ticks; so <paramref name="MeterSeconds"/> and
/// <paramref name="LightNodeSeconds"/>. Null: every tick.</param>
/// <param name="Network">What is measured: <c>street</c> or <c>cigre-mv</c>.</param>
public sealed record ScenarioFile(
    string Name, double TickSeconds, IReadOnlyList<ProviderPart> Providers, IReadOnlyList<ConsumerPart> Consumers, int? Ticks = null, double? Hours = null,
    double? PmuSeconds = null, double? MeterSeconds = null, double? LightNodeSeconds = null, string Network = ScenarioFile.Street)
{
    public const string Street = "street";
    public const string CigreMv = "cigre-mv";

    private const int MostTicks = 10_000_000;

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    public int Length => Ticks ?? (int)Math.Round(Hours!.Value * 3600 / TickSeconds);

    public TimeSpan Tick => TimeSpan.FromSeconds(TickSeconds);

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
        if (!(TickSeconds > 0)) throw new InvalidDataException($"{path}: tickSeconds: found {TickSeconds}, expected more than 0");
        if (Ticks is null == Hours is null)
            throw new InvalidDataException($"{path}: found {(Ticks is null ? "neither" : "both")}, expected either ticks or hours");
        if (Ticks is { } ticks ? ticks is < 2 or > MostTicks : !(Hours * 3600 / TickSeconds is >= 2 and <= MostTicks))
            throw new InvalidDataException($"{path}: found {(Ticks is null ? $"hours {Hours}" : $"ticks {Ticks}")}, expected 2 to {MostTicks:N0} ticks");
        foreach (var (name, seconds) in new[] { ("pmuSeconds", PmuSeconds), ("meterSeconds", MeterSeconds), ("lightNodeSeconds", LightNodeSeconds) })
        {
            if (seconds is { } every && (!(every >= TickSeconds) || every % TickSeconds != 0))
                throw new InvalidDataException($"{path}: {name}: found {every}, expected a whole number of ticks of {TickSeconds} s");
        }

        if (Providers.Count == 0) throw new InvalidDataException($"{path}: providers: found none, expected at least one");

        if (Providers.FirstOrDefault(provider => provider.SigningLightNodes < 0 || provider.SigningLightNodes > provider.LightNodes) is { } signing)
            throw new InvalidDataException(
                $"{path}: signingLightNodes: found {signing.SigningLightNodes} of '{signing.Name}', expected 0 to its {signing.LightNodes} lightNodes");

        if (Network is not (Street or CigreMv)) throw new InvalidDataException($"{path}: network: found '{Network}', expected {Street} or {CigreMv}");
        if (Network == CigreMv && Providers.FirstOrDefault(IsTooMuchForCigre) is { } beyond)
        {
            throw new InvalidDataException(
                $"{path}: providers: found {beyond.Pmus} pmus, {beyond.Meters} meters and {beyond.LightNodes} lightNodes of '{beyond.Name}', "
                + $"expected at most {CigreMediumVoltage.PmuCount}, {CigreMediumVoltage.Loads.Count} and {CigreMediumVoltage.ResidentialCount}");
        }

        var unknown = Consumers.SelectMany(consumer => consumer.Reads).FirstOrDefault(name => Providers.All(provider => provider.Name != name));
        return unknown is null ? this : throw new InvalidDataException($"{path}: consumers.reads: found '{unknown}', expected the name of a provider");
    }

    private static bool IsTooMuchForCigre(ProviderPart provider) =>
        provider.Pmus > CigreMediumVoltage.PmuCount || provider.Meters > CigreMediumVoltage.Loads.Count
            || provider.LightNodes > CigreMediumVoltage.ResidentialCount;
}

/// <param name="Meters">How many meters its reading system speaks for.</param>
/// <param name="SigningLightNodes">How many of its light nodes, the first ones, sign their readings with keys of their own.</param>
public sealed record ProviderPart(string Name, int Pmus, int Meters, int LightNodes, int SigningLightNodes = 0);

/// <param name="Reads">The providers whose data it has agreements for; none: it tries without.</param>
/// <param name="Revoked">Whether its providers revoke half way.</param>
public sealed record ConsumerPart(string Name, IReadOnlyList<string> Reads, bool Revoked = false);
