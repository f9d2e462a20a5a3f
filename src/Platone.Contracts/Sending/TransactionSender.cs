using System.Numerics;
using Microsoft.Extensions.Logging;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.Web3;
using Platone.Cryptography;

namespace Platone.Contracts.Sending;

/// <summary>
/// Sends one account's transactions: each is signed, made durable in the outbox by the caller's own commit, then sent and watched
/// until the chain has it. Sending again is harmless, because it is the same signed transaction.
/// </summary>
public sealed partial class TransactionSender(
    IWeb3 web3, PrivateKey key, ulong chainId, IOutbox outbox, TimeProvider time, ILogger<TransactionSender> logger) : IDisposable
{
    /// <summary>How many transactions may be under way at once: nodes keep only so many of one account.</summary>
    private const int InFlight = 64;

    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan SendAgainAfter = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AskFeesEvery = TimeSpan.FromSeconds(5);

    private readonly Dictionary<Hash256, long> _sentAt = [];
    private readonly SemaphoreSlim _numbering = new(1, 1);
    private ulong? _nextNonce;
    private volatile Fees? _fees;
    private long _feesAskedAt;

    public Address Account => key.Address;

    /// <summary>
    /// Signs a call with the account's next nonce and hands it to <paramref name="persist"/>, which puts it into the outbox in the
    /// same commit as what caused it. Where that fails the nonce is not used up, so that no gap can arise.
    /// </summary>
    public async Task<OutboxEntry> EnqueueAsync(
        Address to, byte[] data, ulong gasLimit, string purpose, Func<OutboxEntry, Task> persist, CancellationToken cancellationToken)
    {
        await _numbering.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var nonce = _nextNonce ??= await FirstNonceAsync(cancellationToken).ConfigureAwait(false);
            var fees = _fees ?? await AskFeesAsync().ConfigureAwait(false);
            var signed = new Eip1559Transaction(chainId, nonce, fees.MaxPriorityFeePerGas, fees.MaxFeePerGas, gasLimit, to, BigInteger.Zero, data).Sign(key);
            var entry = new OutboxEntry(Account, nonce, purpose, signed.Raw.ToArray(), signed.Hash);
            await persist(entry).ConfigureAwait(false);
            _nextNonce = nonce + 1;
            return entry;
        }
        catch
        {
            // Whether the commit happened is not known here; the outbox knows.
            _nextNonce = null;
            throw;
        }
        finally
        {
            _numbering.Release();
        }
    }

    /// <summary>Sends and watches until cancelled. Ends with an exception when the chain refuses a transaction: what depends on it must not go on.</summary>
    /// <exception cref="TransactionRefusedException">A transaction was mined and reverted.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(PollEvery, time);
        do
        {
            try
            {
                await SendAndSettleAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is RpcClientUnknownException or RpcClientTimeoutException or RpcResponseException)
            {
                LogUnreachable(logger, Account, e.InnerException?.Message ?? e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
    }

    private async Task SendAndSettleAsync(CancellationToken cancellationToken)
    {
        if (_fees is null || time.GetElapsedTime(_feesAskedAt) > AskFeesEvery) await AskFeesAsync().ConfigureAwait(false);

        var settled = new List<Settlement>();
        foreach (var entry in (await outbox.UnsettledAsync(Account, cancellationToken).ConfigureAwait(false)).Take(InFlight))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!_sentAt.TryGetValue(entry.Hash, out var sentAt))
            {
                await SendAsync(entry).ConfigureAwait(false);
                continue;
            }

            var receipt = await web3.Eth.Transactions.GetTransactionReceipt.SendRequestAsync(entry.Hash.ToString()).ConfigureAwait(false);
            if (receipt?.BlockNumber is not null) settled.Add(Settled(entry, receipt));
            else if (time.GetElapsedTime(sentAt) > SendAgainAfter) await SendAsync(entry).ConfigureAwait(false);
        }

        if (settled.Count == 0) return;

        await outbox.SettleAsync(settled, cancellationToken).ConfigureAwait(false);
        foreach (var settlement in settled) _sentAt.Remove(settlement.Transaction);
        if (settled.FirstOrDefault(settlement => settlement.Error is not null) is { } refused)
            throw new TransactionRefusedException(refused.Transaction, refused.Error!);
    }

    private async Task SendAsync(OutboxEntry entry)
    {
        try
        {
            await web3.Eth.Transactions.SendRawTransaction.SendRequestAsync(Hex.Encode(entry.Raw)).ConfigureAwait(false);
            LogSent(logger, entry.Purpose, entry.Nonce, entry.Hash);
        }
        catch (RpcResponseException e)
        {
            // "already known" and "nonce too low" are what a node answers to a repetition: the receipt decides.
            LogAnswered(logger, entry.Purpose, entry.Hash, e.RpcError?.Message ?? e.Message);
        }

        _sentAt[entry.Hash] = time.GetTimestamp();
    }

    private static Settlement Settled(OutboxEntry entry, TransactionReceipt receipt) => new(
        entry.Hash, (ulong)receipt.BlockNumber.Value, Hash256.Parse(receipt.BlockHash), (ulong)receipt.GasUsed.Value,
        receipt.HasErrors() == true ? $"{entry.Purpose}: the contract reverted in block {receipt.BlockNumber.Value}" : null);

    /// <summary>Kept from the last time the chain answered, so that batches are closed and signed also while it does not.</summary>
    private async Task<Fees> AskFeesAsync()
    {
        _fees = await Fees.OfAsync(web3).ConfigureAwait(false);
        _feesAskedAt = time.GetTimestamp();
        return _fees;
    }

    private async Task<ulong> FirstNonceAsync(CancellationToken cancellationToken)
    {
        var last = await outbox.LastNonceAsync(Account, cancellationToken).ConfigureAwait(false);
        var onChain = (ulong)(await web3.Eth.Transactions.GetTransactionCount.SendRequestAsync(Account.ToString(), BlockParameter.CreateLatest()).ConfigureAwait(false)).Value;
        return Math.Max(last + 1 ?? 0, onChain);
    }

    public void Dispose() => _numbering.Dispose();

    [LoggerMessage(Level = LogLevel.Debug, Message = "Sent '{Purpose}' with nonce {Nonce} as {Hash}")]
    private static partial void LogSent(ILogger logger, string purpose, ulong nonce, Hash256 hash);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The node answered '{Answer}' to '{Purpose}' ({Hash})")]
    private static partial void LogAnswered(ILogger logger, string purpose, Hash256 hash, string answer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The chain's node does not answer; transactions of {Account} wait in the outbox: {Reason}")]
    private static partial void LogUnreachable(ILogger logger, Address account, string reason);
}

/// <summary>A transaction was mined and its contract refused it.</summary>
public sealed class TransactionRefusedException(Hash256 transaction, string reason) : Exception($"Transaction {transaction} was refused: {reason}.")
{
    public Hash256 Transaction => transaction;
}
