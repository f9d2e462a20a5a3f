namespace Platone.Contracts.Deployment;

/// <summary>The roles of the access manager, as <c>contracts/access/Roles.sol</c> numbers them.</summary>
public static class Roles
{
    /// <summary>The AccessManager's own.</summary>
    public const ulong Administrator = 0;

    public const ulong Certifier = 1;

    public const ulong Provider = 2;
}
