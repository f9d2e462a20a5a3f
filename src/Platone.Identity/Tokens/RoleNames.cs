using Platone.Contracts.Deployment;

namespace Platone.Identity.Tokens;

/// <summary>Roles as they stand in tokens.</summary>
public static class RoleNames
{
    /// <summary>Every wallet.</summary>
    public const string Party = "party";

    /// <summary>Every client that has a secret.</summary>
    public const string Service = "service";

    /// <summary>Whether a role is the chain's to give, or follows from who asks.</summary>
    public static bool IsReserved(string role) => role is Party or Service or "admin" or "certifier" or "provider";

    public static string OfChain(ulong role) => role switch
    {
        Roles.Administrator => "admin",
        Roles.Certifier => "certifier",
        Roles.Provider => "provider",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "no role of the framework"),
    };
}
