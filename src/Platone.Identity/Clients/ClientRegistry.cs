using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using Platone.Identity.Store;
using Platone.Identity.Tokens;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Platone.Identity.Clients;

/// <summary>
/// Who may ask for tokens beside wallets: services with a secret of their own, and applications that bring a user here to sign. Beside a running
/// service or without one: what is written counts with the next request.
/// </summary>
public sealed partial class ClientRegistry : IAsyncDisposable
{
    private const string RolesProperty = "roles";
    private const int SecretLength = 32;

    private readonly ServiceProvider _services;
    private readonly AsyncServiceScope _scope;
    private readonly IOpenIddictApplicationManager _clients;

    private ClientRegistry(ServiceProvider services)
    {
        _services = services;
        _scope = services.CreateAsyncScope();
        _clients = _scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>();
    }

    /// <param name="store">The identity service's file; made where it is missing.</param>
    public static async Task<ClientRegistry> OpenAsync(string store, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddIdentityStore(store);
        await IdentityStore.PrepareAsync(store, cancellationToken);
        return new(services.BuildServiceProvider());
    }

    /// <summary>A service that asks with a secret (client credentials).</summary>
    /// <returns>The secret; it is stored as a hash and cannot be had again.</returns>
    /// <exception cref="ArgumentException">The name or a role is wrong, or the name is taken.</exception>
    public async Task<string> AddServiceAsync(string name, IReadOnlyList<string> roles, CancellationToken cancellationToken)
    {
        await RefuseAsync(name, cancellationToken);
        foreach (var role in roles)
        {
            if (!Name().IsMatch(role)) throw new ArgumentException($"--role: found '{role}', expected {NameExpected}");
            if (RoleNames.IsReserved(role)) throw new ArgumentException($"--role: found '{role}', which is not given by hand: the chain gives it, or who asks");
        }

        var secret = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(SecretLength));
        await _clients.CreateAsync(
            new OpenIddictApplicationDescriptor
            {
                ClientId = name,
                ClientSecret = secret,
                ClientType = ClientTypes.Confidential,
                Permissions = { Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials },
                Properties = { [RolesProperty] = JsonSerializer.SerializeToElement(roles) },
            },
            cancellationToken);
        return secret;
    }

    /// <summary>An application whose users sign in here (authorization code with PKCE); it has no secret.</summary>
    /// <exception cref="ArgumentException">The name or an address is wrong, or the name is taken.</exception>
    public async Task AddApplicationAsync(string name, IReadOnlyList<string> redirects, CancellationToken cancellationToken)
    {
        await RefuseAsync(name, cancellationToken);
        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = name,
            ClientType = ClientTypes.Public,
            Permissions =
            {
                Permissions.Endpoints.Token, Permissions.Endpoints.Authorization, Permissions.GrantTypes.AuthorizationCode,
                Permissions.GrantTypes.RefreshToken, Permissions.ResponseTypes.Code,
            },
            Requirements = { Requirements.Features.ProofKeyForCodeExchange },
        };
        foreach (var redirect in redirects) descriptor.RedirectUris.Add(Redirect(redirect));
        await _clients.CreateAsync(descriptor, cancellationToken);
    }

    /// <summary>All, by name.</summary>
    public async Task<IReadOnlyList<RegisteredClient>> ListAsync(CancellationToken cancellationToken)
    {
        var found = new List<RegisteredClient>();
        await foreach (var client in _clients.ListAsync(cancellationToken: cancellationToken))
        {
            found.Add(new(
                (await _clients.GetClientIdAsync(client, cancellationToken))!,
                await _clients.HasClientTypeAsync(client, ClientTypes.Confidential, cancellationToken),
                RolesOf(await _clients.GetPropertiesAsync(client, cancellationToken)),
                [.. await _clients.GetRedirectUrisAsync(client, cancellationToken)]));
        }

        return [.. found.OrderBy(client => client.Name, StringComparer.Ordinal)];
    }

    /// <summary>False where there is none. Access tokens that it has go on until their end.</summary>
    public async Task<bool> RemoveAsync(string name, CancellationToken cancellationToken)
    {
        if (await _clients.FindByClientIdAsync(name, cancellationToken) is not { } client) return false;

        await _clients.DeleteAsync(client, cancellationToken);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _scope.DisposeAsync();
        await _services.DisposeAsync();
    }

    internal static IReadOnlyList<string> RolesOf(ImmutableDictionary<string, JsonElement> properties) =>
        properties.TryGetValue(RolesProperty, out var roles) ? [.. roles.EnumerateArray().Select(role => role.GetString()!)] : [];

    private const string NameExpected = "1 to 64 lower-case letters, digits and hyphens, a letter first";

    private async Task RefuseAsync(string name, CancellationToken cancellationToken)
    {
        // A letter first: no name is ever taken for a wallet.
        if (!Name().IsMatch(name)) throw new ArgumentException($"NAME: found '{name}', expected {NameExpected}");
        if (await _clients.FindByClientIdAsync(name, cancellationToken) is not null)
            throw new ArgumentException($"NAME: found '{name}', which is registered already");
    }

    private static Uri Redirect(string text)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Fragment.Length == 0
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))) return uri;
        throw new ArgumentException($"--redirect: found '{text}', expected an https URL without a fragment (http on the loopback interface)");
    }

    [GeneratedRegex(@"^[a-z][a-z0-9\-]{0,63}\z")]
    private static partial Regex Name();
}

/// <param name="HasSecret">A service; else an application whose users sign in.</param>
public sealed record RegisteredClient(string Name, bool HasSecret, IReadOnlyList<string> Roles, IReadOnlyList<string> Redirects);
