using Nethereum.Web3;
using Nethereum.Web3.Accounts;
using Platone.Contracts.Bindings.AccessManager;
using Platone.Contracts.Sending;
using Platone.Cryptography;

namespace Platone.Contracts.Deployment;

/// <summary>Who administers the roles in production: a contract that needs several signatures, and everything that it does waits for a delay.</summary>
/// <param name="Account">The contract.</param>
/// <param name="DelaySeconds">Between the announcement of an act on the chain and the act, so that everybody can see it come.</param>
public sealed record Administration(Address Account, uint DelaySeconds)
{
    public const uint MostDelaySeconds = 90 * 24 * 3600;

    /// <summary>
    /// Gives the account the administrator's role with the delay, and takes it from the wallet that deployed, once the chain has the first. What is so
    /// already stays, so that a start which was cut short is simply done again.
    /// </summary>
    /// <exception cref="AdministrationException">The account is no contract, or somebody else administers.</exception>
    /// <exception cref="TransactionRefusedException">The chain refuses.</exception>
    public async Task HandOverAsync(Uri chain, PrivateKey deployer, ContractLine contracts, CancellationToken cancellationToken)
    {
        var web3 = new Web3(new Account(Hex.Encode(deployer.ToArray()), contracts.ChainId), chain.ToString());
        var manager = new AccessManagerService(web3, contracts.AccessManager.ToString());
        // A mistyped address would be an administrator that nobody is, for ever.
        if (await web3.Eth.GetCode.SendRequestAsync(Account.ToString()).ConfigureAwait(false) is null or "" or "0x")
            throw new AdministrationException($"{Account.ToChecksumString()} has no code, expected a contract that needs several signatures.");

        var admin = new ContractAdmin(manager, await Fees.OfAsync(web3).ConfigureAwait(false));
        var isAdministrator = (await manager.HasRoleQueryAsync(Roles.Administrator, deployer.Address.ToString()).ConfigureAwait(false)).IsMember;
        if (!await IsGivenAsync(manager).ConfigureAwait(false))
        {
            if (!isAdministrator)
                throw new AdministrationException(
                    $"{contracts.AccessManager.ToChecksumString()} is administered by somebody else than {Account.ToChecksumString()} with a delay of "
                    + $"{DelaySeconds} s, and {deployer.Address.ToChecksumString()} cannot change that.");

            await admin.AppointAsync(Account, DelaySeconds, cancellationToken).ConfigureAwait(false);
            if (!await IsGivenAsync(manager).ConfigureAwait(false))
                throw new AdministrationException(
                    $"{Account.ToChecksumString()} was given the administrator's role, but not with a delay of {DelaySeconds} s: a shorter one than before "
                    + "only counts after the longer one. Start again then.");
        }

        if (isAdministrator) await admin.RenounceAsync(deployer.Address, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> IsGivenAsync(AccessManagerService manager)
    {
        var role = await manager.HasRoleQueryAsync(Roles.Administrator, Account.ToString()).ConfigureAwait(false);
        return role.IsMember && role.ExecutionDelay == DelaySeconds;
    }
}

/// <summary>The administrator's role cannot be handed over as it was asked for.</summary>
public sealed class AdministrationException(string message) : Exception(message);
