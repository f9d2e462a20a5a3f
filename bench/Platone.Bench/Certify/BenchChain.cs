using System.Numerics;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Nethereum.Web3;
using Platone.Certification;
using Platone.Cli.Hosting;
using Platone.Cli.Hosting.Processes;
using Platone.Contracts.Certification;
using Platone.Contracts.Deployment;
using Platone.Cryptography;

namespace Platone.Bench.Certify;

/// <summary>A new chain with the framework's contracts and nothing else on it, and a certifier.</summary>
sealed class BenchChain : IAsyncDisposable
{
    private readonly ChildProcess _node;
    private readonly PrivateKey _certifier;

    private BenchChain(ChildProcess node, Uri url, ContractLine contracts, PrivateKey certifier)
    {
        (_node, Contracts, _certifier) = (node, contracts, certifier);
        Web3 = new(url.ToString());
    }

    public Web3 Web3 { get; }

    public ContractLine Contracts { get; }

    public Address Certifier => _certifier.Address;

    public static async Task<BenchChain> StartAsync(string folder, CancellationToken cancellationToken)
    {
        var data = DataDirectory.Create(folder);
        var port = Ports.Choose(0, 0, "--chain-port");
        var node = await AnvilNode.StartAsync(data, new(data, TimeProvider.System, NullLogger<ChainState>.Instance), port, cancellationToken);
        try
        {
            var (url, admin, certifier) = (AnvilNode.Url(port), NewWallet(), NewWallet());
            return new(
                node, url, await ContractDeployer.FindOrDeployAsync(url, data.Deployments, admin, certifier.Address, BondTimes.Default, cancellationToken),
                certifier);
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Hands the call that certifies a batch to the node.</summary>
    /// <param name="batch">Batches are handed over in the order of their numbers: batch 1 has nonce 0.</param>
    /// <returns>The transaction's hash.</returns>
    public async Task<Hash256> CertifyAsync(BatchRecord batch)
    {
        var call = new Eip1559Transaction(
            Contracts.ChainId, Nonce: batch.Number - 1, MaxPriorityFeePerGas: BigInteger.Zero, MaxFeePerGas: BigInteger.Zero, CertifyCall.GasLimit,
            Contracts.DataCertification, Value: BigInteger.Zero, CertifyCall.Encode(batch)).Sign(_certifier);
        await Web3.Eth.Transactions.SendRawTransaction.SendRequestAsync(Hex.Encode(call.Raw.Span));
        return call.Hash;
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    private static PrivateKey NewWallet() => PrivateKey.FromBytes(RandomNumberGenerator.GetBytes(PrivateKey.Length));
}
