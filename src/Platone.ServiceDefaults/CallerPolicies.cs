using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Platone.Cryptography;

namespace Platone.ServiceDefaults;

/// <summary>What a route asks of its caller. Without a name: that it is a wallet.</summary>
public static class CallerPolicies
{
    /// <summary>Anybody who is known, also a service that has no wallet.</summary>
    public const string Anybody = "anybody";

    internal static void Add(AuthorizationOptions options)
    {
        options.DefaultPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireAssertion(context => IsWallet(context.User)).Build();
        options.AddPolicy(Anybody, policy => policy.RequireAuthenticatedUser());
    }

    private static bool IsWallet(ClaimsPrincipal user) => Address.TryParse(user.Identity?.Name, out _);
}

/// <summary>The wallet behind a request: which signed it, or which its token names.</summary>
public static class CallerWallet
{
    public static Address Wallet(this ClaimsPrincipal user) =>
        Address.Parse(user.Identity?.Name ?? throw new InvalidOperationException("The request is not authenticated."));
}
