using System.Text.Json;
using System.Text.Json.Serialization;
using Platone.Certification.Blocks;
using Platone.Cryptography;

namespace Platone.Cli.Commands;

/// <summary>The validators of a QBFT chain that somebody trusts, and where the consortium says it certifies.</summary>
sealed record TrustedValidators(QbftTrust Validators, ulong? ChainId, Address? DataCertification, Address? Certifier)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false, NumberHandling = JsonNumberHandling.Strict,
    };

    /// <exception cref="BadInputException">The file is not of the form that docs/proofs.md gives.</exception>
    public static TrustedValidators Load(string file)
    {
        try
        {
            var content = JsonSerializer.Deserialize<Content>(File.ReadAllBytes(file), Json) ?? throw new JsonException("the file is null");
            if (content.Validators is not { Count: > 0 }) throw new JsonException("validators: found none, expected at least one address");

            var validators = content.Validators.Select((text, i) => CommonOptions.ParseAddress($"{file}: validators[{i}]", text ?? "null")).ToList();
            if (validators.Distinct().Count() != validators.Count) throw new BadInputException($"{file}: validators: found one twice, expected each once");
            return new(
                new QbftTrust(validators), content.ChainId, AddressOf(file, "dataCertification", content.DataCertification),
                AddressOf(file, "certifier", content.Certifier));
        }
        catch (JsonException e)
        {
            throw new BadInputException($"{file}: {e.Message}");
        }
    }

    private static Address? AddressOf(string file, string member, string? text) => text is null ? null : CommonOptions.ParseAddress($"{file}: {member}", text);

    private sealed record Content(IReadOnlyList<string?>? Validators, ulong? ChainId, string? DataCertification, string? Certifier);
}
