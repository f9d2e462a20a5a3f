using System.Text.Json;
using System.Text.Json.Serialization;

namespace Platone.Certification;

/// <summary>How proof files are read and written: what is unknown, missing or double is an error.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ProofFile))]
[JsonSerializable(typeof(RangeProofFile))]
sealed partial class ProofJson : JsonSerializerContext;
