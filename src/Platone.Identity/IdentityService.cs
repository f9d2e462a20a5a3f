using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Nethereum.Web3;
using OpenIddict.Server;
using Platone.Contracts.Access;
using Platone.Contracts.Connecting;
using Platone.Identity.Keys;
using Platone.Identity.SignIn;
using Platone.Identity.Store;
using Platone.Identity.Tokens;
using Platone.ServiceDefaults;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Platone.Identity;

/// <summary>The identity service as one web application: an OAuth2 server whose users are wallets.</summary>
public static class IdentityService
{
    private const long MaxBodyBytes = 64 << 10;

    /// <param name="configure">The host's own settings: logging above all.</param>
    public static WebApplication Build(IdentityOptions options, Action<WebApplicationBuilder> configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.ListenOn(new(options.Bind, options.HttpPort), options.Tls);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MaxBodyBytes);
        configure(builder);
        builder.AddPlatoneDefaults("Platone identity");
        builder.Services.AddRateLimiter(limits => Limit(limits, options));
        AddServices(builder.Services, options);

        var app = builder.Build();
        // Before OpenIddict, which answers within the authentication: checking a secret costs time.
        app.UseRateLimiter();
        app.UsePlatoneDefaults();
        app.MapGet("/", () => TypedResults.Redirect("/.well-known/openid-configuration")).ExcludeFromDescription();
        app.MapNonce();
        app.MapToken();
        app.MapAuthorize();
        SignInPage.MapFiles(app);
        return app;
    }

    private static void AddServices(IServiceCollection services, IdentityOptions options)
    {
        services.AddSingleton(options);
        services.AddIdentityStore(options.Store);
        services.AddSingleton<IWeb3>(all => ChainConnection.Open(
            options.ChainUrls, options.Contracts.ChainId, options.Contracts.Genesis, all.GetRequiredService<TimeProvider>(),
            all.GetRequiredService<ILogger<ChainConnection>>()));
        services.AddSingleton(all => new RoleReader(all.GetRequiredService<IWeb3>(), options.Contracts));
        services.AddSingleton<WalletSignatures>();
        services.AddSingleton(all => new KeyRing(options.KeyFolder, options.RefreshTokenLife, all.GetRequiredService<TimeProvider>()));
        services.AddSingleton<NonceIssuer>().AddSingleton<SignInPage>();
        services.AddScoped<UsedNonces>().AddScoped<SignInCheck>().AddScoped<Subjects>();
        AddServer(services, options);

        services.AddHostedService<StorePreparation>();
        services.AddHostedService<KeyRotation>();
        services.AddHostedService<Housekeeping>();
    }

    private static void AddServer(IServiceCollection services, IdentityOptions options)
    {
        services.AddSingleton<KeyOptions>()
            .AddSingleton<IConfigureOptions<OpenIddictServerOptions>>(all => all.GetRequiredService<KeyOptions>())
            .AddSingleton<IOptionsChangeTokenSource<OpenIddictServerOptions>>(all => all.GetRequiredService<KeyOptions>());
        services.AddOpenIddict().AddServer(server =>
        {
            server.SetIssuer(options.Issuer);
            server.SetTokenEndpointUris("connect/token").SetAuthorizationEndpointUris("connect/authorize");
            server.AllowCustomFlow(Grants.SignIn).AllowClientCredentialsFlow();
            server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange().AllowRefreshTokenFlow();
            server.Configure(rules =>
            {
                // S256 only (RFC 9700 section 2.1.1), and no identity tokens: an access token names its wallet.
                rules.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain);
                rules.Scopes.Remove(Scopes.OpenId);
            });
            server.AcceptAnonymousClients().AddEventHandler(TokenRules.ClientNamed).AddEventHandler(TokenRules.AccessTokensNotStored);
            // Services read what they are shown; nothing in it is a secret from its bearer.
            server.DisableAccessTokenEncryption();
            server.SetAccessTokenLifetime(options.AccessTokenLife).SetRefreshTokenLifetime(options.RefreshTokenLife).DisableSlidingRefreshTokenExpiration();
            server.SetRefreshTokenReuseLeeway(TimeSpan.Zero);
            // The listener is on the loopback interface, or behind TLS that ends before it.
            server.UseAspNetCore().EnableTokenEndpointPassthrough().EnableAuthorizationEndpointPassthrough().DisableTransportSecurityRequirement();
        });
    }

    /// <summary>What costs signatures, hashes and calls to the chain, for each address.</summary>
    private static void Limit(RateLimiterOptions limits, IdentityOptions options)
    {
        limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(http =>
            http.Request.Path.StartsWithSegments("/connect") || http.Request.Path.StartsWithSegments("/siwe/nonce")
                ? RateLimitPartition.GetTokenBucketLimiter(http.Connection.RemoteIpAddress ?? IPAddress.None, _ => new()
                {
                    TokenLimit = options.RequestBurst, TokensPerPeriod = options.RequestsPerSecond, ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                })
                : RateLimitPartition.GetNoLimiter(IPAddress.None));
        var rejected = OAuthError.Later(StatusCodes.Status429TooManyRequests, $"more than {options.RequestsPerSecond} requests a second; try again");
        limits.OnRejected = async (context, _) => await rejected.ExecuteAsync(context.HttpContext);
    }
}
