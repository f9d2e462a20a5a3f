using System.Text.Json;
using System.Text.Json.Serialization;

namespace Platone.Protocol;

/// <summary>The one way in which the platforms' words become JSON: camel case, strict about what it does not know.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ReceiptMessage))]
[JsonSerializable(typeof(ErrorMessage))]
[JsonSerializable(typeof(DataMessage))]
[JsonSerializable(typeof(CertifiedMessage))]
[JsonSerializable(typeof(AccessMessage))]
[JsonSerializable(typeof(DeclarationText))]
[JsonSerializable(typeof(DeclarationRequest))]
[JsonSerializable(typeof(DeclarationDecision))]
[JsonSerializable(typeof(DeclarationView))]
[JsonSerializable(typeof(IReadOnlyList<DeclarationView>))]
[JsonSerializable(typeof(BrokerLogin))]
[JsonSerializable(typeof(CredentialRequest))]
[JsonSerializable(typeof(CredentialView))]
[JsonSerializable(typeof(IReadOnlyList<CredentialView>))]
[JsonSerializable(typeof(ChainView))]
[JsonSerializable(typeof(RevocationOfAll))]
[JsonSerializable(typeof(Delegation))]
[JsonSerializable(typeof(RelayedView))]
[JsonSerializable(typeof(ReadingPage))]
[JsonSerializable(typeof(IReadOnlyList<StreamView>))]
[JsonSerializable(typeof(ErasureRequest))]
[JsonSerializable(typeof(IReadOnlyList<ErasureView>))]
public sealed partial class ProtocolJson : JsonSerializerContext;
