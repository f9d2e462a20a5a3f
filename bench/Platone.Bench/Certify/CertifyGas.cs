using System.Numerics;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.Web3;
using Platone.Cli.Hosting;
using Platone.Cli.Hosting.Processes;
using Platone.Contracts.Certification;
using Platone.Contracts.Deployment;
using Platone.Cryptography;

namespace Platone.Bench.Certify;

/// <summary>Really certifies batches, on a new chain with nothing else on it.</summary>
static class CertifyGas
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <returns>The gas that each batch's transaction used, with the number of its readings.</returns>
    public static async Task<IReadOnlyList<(int Readings, long GasUsed)>> MeasureAsync(
        string folder, IReadOnlyList<BatchSample> samples, int rounds, CancellationToken cancellationToken)
    {
        var data = DataDirectory.Create(folder);
        var port = Ports.Choose(0, 0, "--chain-port");
        await using var node = await AnvilNode.StartAsync(data, new(data, TimeProvider.System, NullLogger<ChainState>.Instance), port, cancellationToken);
        var (admin, certifier) = (NewWallet(), NewWallet());
        var contracts = await ContractDeployer.FindOrDeployAsync(AnvilNode.Url(port), data.Deployments, admin, certifier.Address, BondTimes.Default, cancellationToken);
        var web3 = new Web3(AnvilNode.Url(port).ToString());

        var sent = new List<(int Readings, Hash256 Transaction)>();
        var previous = Hash256.Zero;
        foreach (var sample in Enumerable.Repeat(samples, rounds).SelectMany(round => round))
        {
            var batch = sample.Close(certifier.Address, (ulong)sent.Count + 1, previous).Record;
            var call = new Eip1559Transaction(
                contracts.ChainId, Nonce: (ulong)sent.Count, MaxPriorityFeePerGas: BigInteger.Zero, MaxFeePerGas: BigInteger.Zero, CertifyCall.GasLimit,
                contracts.DataCertification, Value: BigInteger.Zero, CertifyCall.Encode(batch)).Sign(certifier);
            await web3.Eth.Transactions.SendRawTransaction.SendRequestAsync(Hex.Encode(call.Raw.Span));
            sent.Add((sample.Count, call.Hash));
            previous = batch.Hash();
        }

        var used = new List<(int, long)>();
        foreach (var (readings, transaction) in sent) used.Add((readings, await GasUsedAsync(web3, transaction, cancellationToken)));
        return used;
    }

    private static async Task<long> GasUsedAsync(Web3 web3, Hash256 transaction, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        TransactionReceipt? receipt;
        while ((receipt = await web3.Eth.Transactions.GetTransactionReceipt.SendRequestAsync(transaction.ToString())) is null)
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);

        return receipt.Succeeded() ? (long)receipt.GasUsed.Value : throw new InvalidDataException($"Transaction {transaction} was refused.");
    }

    private static PrivateKey NewWallet() => PrivateKey.FromBytes(RandomNumberGenerator.GetBytes(PrivateKey.Length));
}
