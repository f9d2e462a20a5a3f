using Microsoft.OpenApi;
using Platone.Protocol;

namespace Platone.ServiceDefaults;

/// <summary>How callers are known, as the OpenAPI document tells it.</summary>
static class SecuritySchemes
{
    private const string Signed = "signedRequest", Token = "accessToken";

    /// <param name="issuer">Null: the service takes no tokens, because it gives them.</param>
    public static void Describe(OpenApiDocument document, TokenIssuer? issuer)
    {
        if (issuer is null) return;

        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Signed] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "Authorization",
                Description = $"{SignedRequest.Scheme} address=,time=,nonce=,signature=: an EIP-191 signature of the wallet, see docs/rest.md.",
            },
            [Token] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.OpenIdConnect, OpenIdConnectUrl = issuer.MetadataAddress,
                Description = "An access token of the identity service as bearer, see docs/identity.md.",
            },
        };
        document.Security = [Needs(Signed, document), Needs(Token, document)];
    }

    private static OpenApiSecurityRequirement Needs(string scheme, OpenApiDocument document) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };
}
