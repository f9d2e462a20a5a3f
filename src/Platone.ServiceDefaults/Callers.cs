using System.Security.Claims;
using Platone.Cryptography;

namespace Platone.ServiceDefaults;

/// <summary>Who calls: a wallet, or a device that its wallet gave a password or a certificate.</summary>
public static class Callers
{
    /// <summary>The policy of the few routes that devices may call; every other is for wallets.</summary>
    public const string DevicesToo = "devices too";

    private const string DeviceClaim = "device";

    /// <param name="device">Null for the wallet itself.</param>
    public static ClaimsPrincipal Of(Address wallet, string? device, string scheme)
    {
        var identity = new ClaimsIdentity([new(ClaimTypes.Name, wallet.ToString())], scheme);
        if (device is not null) identity.AddClaim(new(DeviceClaim, device));
        return new(identity);
    }

    /// <summary>The wallet that calls, or whose device does.</summary>
    public static Address Wallet(this ClaimsPrincipal user) =>
        Address.Parse(user.Identity?.Name ?? throw new InvalidOperationException("The request is not authenticated."));

    /// <summary>The device that calls; null where a wallet does.</summary>
    public static string? Device(this ClaimsPrincipal user) => user.FindFirstValue(DeviceClaim);
}
