using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Platone.Identity.Tokens;

/// <summary>What OpenIddict is told beyond its options.</summary>
static class TokenRules
{
    /// <summary>Only a wallet's own signature stands without a client.</summary>
    public static OpenIddictServerHandlerDescriptor ClientNamed { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenRequestContext>()
        .UseInlineHandler(static context =>
        {
            if (context.Request.GrantType != Grants.SignIn && string.IsNullOrEmpty(context.ClientId))
                context.Reject(Errors.InvalidClient, "client_id: found none, expected a client that is registered");
            return default;
        })
        .SetOrder(int.MinValue + 100_000)
        .Build();

    /// <summary>
    /// Nobody looks an access token up: it counts by its signature until its end. So none is stored, and asking for tokens fills no disk.
    /// </summary>
    public static OpenIddictServerHandlerDescriptor AccessTokensNotStored { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<GenerateTokenContext>()
        .UseInlineHandler(static context =>
        {
            if (context.TokenType == TokenTypeIdentifiers.AccessToken) context.CreateTokenEntry = false;
            return default;
        })
        .SetOrder(OpenIddictServerHandlers.Protection.CreateTokenEntry.Descriptor.Order - 500)
        .Build();
}
