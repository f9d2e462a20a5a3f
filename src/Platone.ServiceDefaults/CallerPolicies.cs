using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Platone.Cryptography;

namespace Platone.ServiceDefaults;

/// <summary>What a route asks of its caller. Without a name: that it is a wallet.</summary>
public static class CallerPolicies
{
    /// <summary>Anybody who is known, also a service that has no wallet.</summary>
    public const string Anybody = "anybody";

    /// <summary>A wallet, or a device that its wallet gave a password or a certificate: for the few routes that devices may call.</summary>
    public const string DevicesToo = "devices too";

    internal static void Add(AuthorizationOptions options)
    {
        options.DefaultPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireAssertion(context => IsWallet(context.User)).Build();
        options.AddPolicy(Anybody, policy => policy.RequireAuthenticatedUser().RequireAssertion(context => context.User.Device() is null));
        options.AddPolicy(DevicesToo, policy => policy.RequireAuthenticatedUser().RequireAssertion(context => HasWallet(context.User)));
    }

    private static bool IsWallet(ClaimsPrincipal user) => HasWallet(user) && user.Device() is null;

    private static bool HasWallet(ClaimsPrincipal user) => Address.TryParse(user.Identity?.Name, out _);
}
