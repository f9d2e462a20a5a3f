using Nethereum.RPC.Eth.DTOs;
using Nethereum.Web3;
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
        await using var chain = await BenchChain.StartAsync(folder, cancellationToken);
        var sent = new List<(int Readings, Hash256 Transaction)>();
        var previous = Hash256.Zero;
        foreach (var sample in Enumerable.Repeat(samples, rounds).SelectMany(round => round))
        {
            var batch = sample.Close(chain.Certifier, (ulong)sent.Count + 1, previous).Record;
            sent.Add((sample.Count, await chain.CertifyAsync(batch)));
            previous = batch.Hash();
        }

        var used = new List<(int, long)>();
        foreach (var (readings, transaction) in sent) used.Add((readings, await GasUsedAsync(chain.Web3, transaction, cancellationToken)));
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
}
