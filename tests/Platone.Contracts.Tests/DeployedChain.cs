using Platone.Contracts.Deployment;
using Platone.Cryptography;

namespace Platone.Contracts.Tests;

/// <summary>A node with the framework's contracts.</summary>
sealed class DeployedChain : IAsyncDisposable
{
    public static readonly PrivateKey Admin = PrivateKey.Parse("0x0000000000000000000000000000000000000000000000000000000000000ad1");

    private DeployedChain(Anvil anvil, ContractLine contracts)
    {
        (Anvil, Contracts) = (anvil, contracts);
        Operator = new(anvil, contracts, "0x000000000000000000000000000000000000000000000000000000000000ce27");
        Provider = new(anvil, contracts, "0x00000000000000000000000000000000000000000000000000000000000a11ce");
        Consumer = new(anvil, contracts, "0x0000000000000000000000000000000000000000000000000000000000000b0b");
    }

    public Anvil Anvil { get; }

    public ContractLine Contracts { get; }

    public Party Operator { get; }

    public Party Provider { get; }

    public Party Consumer { get; }

    public static async Task<DeployedChain> StartAsync()
    {
        var anvil = await Anvil.StartAsync();
        var folder = Directory.CreateTempSubdirectory("platone-deployments-").FullName;
        var certifier = PrivateKey.Parse("0x000000000000000000000000000000000000000000000000000000000000ce27").Address;
        var contracts = await ContractDeployer.FindOrDeployAsync(anvil.Url, folder, Admin, certifier, BondTimes.Default, CancellationToken.None);
        Directory.Delete(folder, recursive: true);
        return new(anvil, contracts);
    }

    public ValueTask DisposeAsync() => Anvil.DisposeAsync();
}
