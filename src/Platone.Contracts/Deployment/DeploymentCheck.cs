using Nethereum.Hex.HexTypes;
using Nethereum.Web3;
using Platone.Contracts.Bindings.SubscriptionRegistry;
using Platone.Cryptography;

namespace Platone.Contracts.Deployment;

/// <summary>Holds a deployment file against the chain, so that nothing is ever certified on a chain that is not the file's.</summary>
static class DeploymentCheck
{
    private const string RegistryVersion = "2.";

    /// <exception cref="LostContractsException">Another genesis, or a contract that is not there.</exception>
    public static async Task RefuseOtherChainAsync(IWeb3 web3, ContractLine line, string file)
    {
        var genesis = await GenesisAsync(web3).ConfigureAwait(false);
        if (genesis != line.Genesis)
            throw new LostContractsException(
                file,
                $"{file} was written for the chain {line.ChainId} with genesis {line.Genesis}; this chain {line.ChainId} has genesis {genesis}. "
                + "Start with that chain, or with another --data folder.");

        foreach (var (name, address) in new[]
        {
            ("AccessManager", line.AccessManager), ("DataCertification", line.DataCertification), ("SubscriptionRegistry", line.SubscriptionRegistry),
            ("CertificationBond", line.CertificationBond),
        })
        {
            if (await web3.Eth.GetCode.SendRequestAsync(address.ToString()).ConfigureAwait(false) is null or "" or "0x")
                throw new LostContractsException(
                    file,
                    $"{file} names {name} at {address.ToChecksumString()}; this chain has no contract there. Its state was lost, or it is another chain.");
        }
    }

    /// <summary>An older registry does not know what parties sign today.</summary>
    /// <exception cref="WrongChainException">The deployment's registry is of another version.</exception>
    public static async Task RefuseOtherRegistryAsync(IWeb3 web3, ContractLine line, string file)
    {
        var version = await new SubscriptionRegistryService(web3, line.SubscriptionRegistry.ToString()).VersionQueryAsync().ConfigureAwait(false);
        if (!version.StartsWith(RegistryVersion, StringComparison.Ordinal))
            throw new WrongChainException(
                $"{file} names SubscriptionRegistry {version} at {line.SubscriptionRegistry.ToChecksumString()}; this version speaks with {RegistryVersion}x. "
                + "Deploy that, or start with another --data folder.");
    }

    /// <summary>A folder that was used with another chain is not silently used with a second one: the store holds only one chain's batches.</summary>
    /// <exception cref="WrongChainException">There is a deployment for another chain id.</exception>
    public static void RefuseOtherDeployments(string folder, ulong chainId)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.json").FirstOrDefault() is { } other)
            throw new WrongChainException(
                $"{other} says that this data belongs to chain {Path.GetFileNameWithoutExtension(other)}; this chain has id {chainId}. "
                + "Start with that chain, or with another --data folder.");
    }

    /// <summary>
    /// The hash of block 0, asked of block 1 where there is one: anvil makes a block 0 of its own at every start, keeps all of them in its state
    /// file, and after a second restart answers with any one of them.
    /// </summary>
    public static async Task<Hash256> GenesisAsync(IWeb3 web3)
    {
        var blocks = web3.Eth.Blocks.GetBlockWithTransactionsHashesByNumber;
        var second = await blocks.SendRequestAsync(new HexBigInteger(1)).ConfigureAwait(false);
        return Hash256.Parse(second?.ParentHash ?? (await blocks.SendRequestAsync(new HexBigInteger(0)).ConfigureAwait(false)).BlockHash);
    }
}

/// <summary>The data was made on another chain than the one that answers.</summary>
public class WrongChainException(string message) : Exception(message);

/// <summary>The chain that answers does not have the deployment's contracts: it is another, or it lost them.</summary>
/// <param name="file">The deployment.</param>
public sealed class LostContractsException(string file, string message) : WrongChainException(message)
{
    public string File => file;
}
