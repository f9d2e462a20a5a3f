using Nethereum.Web3;
using Platone.Contracts.Bindings.AccessManager;
using Platone.Contracts.Deployment;
using Platone.Cryptography;

namespace Platone.Contracts.Access;

/// <summary>Which roles a wallet has at the newest block, as the AccessManager says.</summary>
public sealed class RoleReader(IWeb3 web3, ContractLine contracts)
{
    private readonly AccessManagerService _manager = new(web3, contracts.AccessManager.ToString());

    /// <returns>Of <see cref="Roles"/>, in the order of their numbers.</returns>
    public async Task<IReadOnlyList<ulong>> RolesOfAsync(Address wallet)
    {
        var roles = new List<ulong>();
        foreach (var role in new[] { Roles.Administrator, Roles.Certifier, Roles.Provider })
        {
            if ((await _manager.HasRoleQueryAsync(role, wallet.ToString()).ConfigureAwait(false)).IsMember) roles.Add(role);
        }

        return roles;
    }
}
