using System.Text.Json.Serialization;

namespace Platone.Identity.Tokens;

sealed record OAuthErrorBody(
    [property: JsonPropertyName("error")] string Error, [property: JsonPropertyName("error_description")] string Description);

[JsonSerializable(typeof(OAuthErrorBody))]
sealed partial class OAuthJson : JsonSerializerContext;
