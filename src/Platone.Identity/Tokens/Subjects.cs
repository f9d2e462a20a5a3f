using System.Security.Claims;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenIddict.Abstractions;
using Platone.Contracts.Access;
using Platone.Cryptography;
using Platone.Identity.Clients;
using Platone.ServiceDefaults;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Platone.Identity.Tokens;

/// <summary>Whom tokens name: wallets with their roles on the chain as of now, and services with those they were registered with.</summary>
sealed class Subjects(RoleReader chain, IOpenIddictApplicationManager clients)
{
    private const string RolesClaim = "roles";

    public async Task<ClaimsPrincipal> OfWalletAsync(Address wallet, IEnumerable<string> scopes) =>
        Of(wallet.ToString(), [RoleNames.Party, .. (await chain.RolesOfAsync(wallet)).Select(RoleNames.OfChain)], scopes);

    public async Task<ClaimsPrincipal> OfClientAsync(string id, CancellationToken cancellationToken)
    {
        var client = await clients.FindByClientIdAsync(id, cancellationToken)
            ?? throw new InvalidOperationException($"The client {id} was authenticated and is not there.");
        return Of(id, [RoleNames.Service, .. ClientRegistry.RolesOf(await clients.GetPropertiesAsync(client, cancellationToken))], []);
    }

    private static ClaimsPrincipal Of(string subject, IReadOnlyList<string> roles, IEnumerable<string> scopes)
    {
        var identity = new ClaimsIdentity("Platone", Claims.Subject, RolesClaim);
        identity.SetClaim(Claims.Subject, subject);
        // An array, however many there are.
        identity.AddClaim(new(RolesClaim, JsonSerializer.Serialize(roles), JsonClaimValueTypes.JsonArray));
        identity.SetScopes(scopes).SetResources(TokenIssuer.Audience);
        identity.SetDestinations(static _ => [Destinations.AccessToken]);
        return new(identity);
    }
}
