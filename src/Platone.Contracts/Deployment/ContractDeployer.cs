using System.Numerics;
using Nethereum.Contracts;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.Web3;
using Nethereum.Web3.Accounts;
using Platone.Contracts.Bindings.AccessManager;
using Platone.Contracts.Bindings.AccessManager.ContractDefinition;
using Platone.Contracts.Bindings.CertificationBond;
using Platone.Contracts.Bindings.CertificationBond.ContractDefinition;
using Platone.Contracts.Bindings.DataCertification;
using Platone.Contracts.Bindings.DataCertification.ContractDefinition;
using Platone.Contracts.Bindings.SubscriptionRegistry;
using Platone.Contracts.Bindings.SubscriptionRegistry.ContractDefinition;
using Platone.Contracts.Sending;
using Platone.Cryptography;

namespace Platone.Contracts.Deployment;

/// <summary>
/// Finds the contracts of an earlier start, or deploys them: access manager, certification, its bond, registry, and the certifier's
/// role. The file is written last, so that a start which was cut short is simply done again.
/// </summary>
public static class ContractDeployer
{
    private const ulong DeploymentGas = 5_000_000;

    /// <param name="folder">Where <c>{chain id}.json</c> is kept.</param>
    /// <param name="admin">Deploys and administers the roles.</param>
    /// <param name="certifier">Gets the certifier role.</param>
    /// <param name="bond">The bond's times, where it is deployed now; one that was deployed before keeps its own.</param>
    /// <exception cref="WrongChainException">The folder's deployment is not on this chain, or has a registry of another version.</exception>
    public static async Task<ContractLine> FindOrDeployAsync(
        Uri chain, string folder, PrivateKey admin, Address certifier, BondTimes bond, CancellationToken cancellationToken)
    {
        var chainId = (ulong)(await new Web3(chain.ToString()).Eth.ChainId.SendRequestAsync().ConfigureAwait(false)).Value;
        var web3 = new Web3(new Account(Hex.Encode(admin.ToArray()), chainId), chain.ToString());
        var file = ContractLine.FileOf(folder, chainId);
        if (File.Exists(file))
        {
            var known = ContractLine.Load(file);
            await DeploymentCheck.RefuseOtherChainAsync(web3, known, file).ConfigureAwait(false);
            await DeploymentCheck.RefuseOtherRegistryAsync(web3, known, file).ConfigureAwait(false);
            if (known.Certifier != certifier)
                throw new WrongChainException(
                    $"{file} lets {known.Certifier.ToChecksumString()} certify; this data's operator wallet is {certifier.ToChecksumString()}.");
            return known;
        }

        DeploymentCheck.RefuseOtherDeployments(folder, chainId);
        var deployed = await DeployAsync(web3, chainId, admin.Address, certifier, bond, cancellationToken).ConfigureAwait(false);
        deployed.Save(file);
        return deployed;
    }

    /// <summary>Holds a deployment against a chain that is only read.</summary>
    /// <exception cref="WrongChainException">It is not the deployment's.</exception>
    public static Task RefuseOtherChainAsync(Uri chain, ContractLine line, string folder) =>
        DeploymentCheck.RefuseOtherChainAsync(new Web3(chain.ToString()), line, ContractLine.FileOf(folder, line.ChainId));

    /// <summary>
    /// All transactions are sent before one is waited for, so that they come into one block: what one contract is told of another is the address that its
    /// deployer and nonce give it (Yellow Paper, section 7).
    /// </summary>
    private static async Task<ContractLine> DeployAsync(
        Web3 web3, ulong chainId, Address admin, Address certifier, BondTimes times, CancellationToken cancellationToken)
    {
        var before = await web3.Eth.Blocks.GetBlockNumber.SendRequestAsync().ConfigureAwait(false);
        var nonce = await web3.Eth.Transactions.GetTransactionCount.SendRequestAsync(admin.ToString(), BlockParameter.CreatePending()).ConfigureAwait(false);
        var fees = await Fees.OfAsync(web3).ConfigureAwait(false);
        var (manager, certification, bond, registry) = (AddressOf(0), AddressOf(1), AddressOf(2), AddressOf(3));

        (Address Address, string Transaction)[] sent =
        [
            (manager, await AccessManagerService.DeployContractAsync(
                web3, With(fees, new AccessManagerDeployment { InitialAdmin = admin.ToString() })).ConfigureAwait(false)),
            (certification, await DataCertificationService.DeployContractAsync(
                web3,
                With(fees, new DataCertificationDeployment { InitialAuthority = manager.ToString(), PredecessorDeployment = Address.Zero.ToString() }))
                .ConfigureAwait(false)),
            (bond, await CertificationBondService.DeployContractAsync(web3, With(fees, DeploymentOf(certification, times))).ConfigureAwait(false)),
            (registry, await SubscriptionRegistryService.DeployContractAsync(web3, With(fees, new SubscriptionRegistryDeployment())).ConfigureAwait(false)),
        ];
        var contractAdmin = new ContractAdmin(new(web3, manager.ToString()), fees);
        var roles = await contractAdmin.SendCertifierAsync(certification, certifier).ConfigureAwait(false);

        foreach (var (address, transaction) in sent) await DeployedAsync(web3, address, transaction, cancellationToken).ConfigureAwait(false);
        await contractAdmin.MinedAsync(roles, cancellationToken).ConfigureAwait(false);

        return new(
            chainId, await DeploymentCheck.GenesisAsync(web3).ConfigureAwait(false), (ulong)before.Value, certifier, manager, certification, registry, bond);

        Address AddressOf(int transaction) => CreatedBy(admin, nonce.Value + transaction);
    }

    private static Address CreatedBy(Address deployer, BigInteger nonce)
    {
        var hash = Keccak256.Hash(Rlp.EncodeList(Rlp.Encode(deployer.ToArray()), Rlp.Encode(nonce))).ToArray();
        return new(hash.AsSpan(Hash256.Length - Address.Length));
    }

    /// <summary>Returns when the contract is there.</summary>
    private static async Task DeployedAsync(Web3 web3, Address expected, string transaction, CancellationToken cancellationToken)
    {
        var receipt = await web3.TransactionManager.TransactionReceiptService.PollForReceiptAsync(transaction, cancellationToken).ConfigureAwait(false);
        if (receipt.Failed()) throw new TransactionRefusedException(Hash256.Parse(transaction), "a contract could not be deployed");
        if (!Address.TryParse(receipt.ContractAddress, out var found) || found != expected)
            throw new TransactionRefusedException(
                Hash256.Parse(transaction),
                $"a contract was deployed at {receipt.ContractAddress}, expected {expected}: something else sends transactions of this wallet meanwhile");
    }

    private static CertificationBondDeployment DeploymentOf(Address certification, BondTimes times) => new()
    {
        Certification = certification.ToString(), WindowSeconds = times.WindowSeconds, WithdrawalDelaySeconds = times.WithdrawalDelaySeconds,
    };

    private static T With<T>(Fees fees, T message)
        where T : ContractDeploymentMessage
    {
        (message.MaxFeePerGas, message.MaxPriorityFeePerGas, message.Gas) = (fees.MaxFeePerGas, fees.MaxPriorityFeePerGas, DeploymentGas);
        return message;
    }
}
