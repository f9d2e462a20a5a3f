using Nethereum.Hex.HexTypes;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.Web3;
using Platone.Contracts.Following;
using Platone.Cryptography;

namespace Platone.Contracts.Sending;

/// <summary>Asks a node what became of transactions. It decides nothing that a later block could not take back.</summary>
sealed class OutcomeReader(IWeb3 web3, SenderOptions options)
{
    /// <summary>So many transactions are asked about one by one; where more wait, the newest blocks' receipts are asked for as a whole.</summary>
    private const int Few = 16;

    private const int MethodNotFound = -32601;

    // Numbers that others seem to have used, and the head at which that was first seen: two nodes behind one address may disagree for a moment.
    private readonly Dictionary<Hash256, ulong> _numberTakenSince = [];
    private ulong _askedUpTo;
    private bool _knowsBlockReceipts = true;

    /// <summary>Of what a block has: what is there for good by now, and what the chain no longer has.</summary>
    public async Task<Dictionary<Hash256, Outcome>> ConfirmAsync(IReadOnlyList<OutboxCall> calls, ChainHead head, CancellationToken cancellationToken)
    {
        var outcomes = new Dictionary<Hash256, Outcome>();
        var inBlocks = calls.SelectMany(call => call.Attempts)
            .Where(attempt => attempt.Outcome is { Fate: Fate.Mined or Fate.Refused, Block: not null }).GroupBy(attempt => attempt.Outcome.Block!.Value);
        foreach (var block in inBlocks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var stands = await IsThereAsync(block.Key).ConfigureAwait(false);
            var isFinal = block.Key.Number + options.FinalityDepth <= head.Position.Number;
            foreach (var attempt in block)
            {
                if (!stands) outcomes[attempt.Hash] = Outcome.Pending;
                else if (isFinal && attempt.Outcome.Fate == Fate.Mined) outcomes[attempt.Hash] = attempt.Outcome with { Fate = Fate.Final };
            }
        }

        // What was replaced by one that the chain lost is as good as that one again.
        foreach (var call in calls.Where(call => call.Attempts.Any(attempt => outcomes.TryGetValue(attempt.Hash, out var now) && now.Fate == Fate.Pending)))
        {
            foreach (var attempt in call.Attempts.Where(attempt => attempt.Outcome.Fate == Fate.Replaced)) outcomes[attempt.Hash] = Outcome.Pending;
        }

        return outcomes;
    }

    /// <summary>Of what is pending: what a block has now, with what that means for others with its number.</summary>
    public async Task<Dictionary<Hash256, Outcome>> SettleAsync(IReadOnlyList<OutboxCall> calls, ChainHead head, CancellationToken cancellationToken)
    {
        var waiting = calls
            .SelectMany(call => call.Attempts.Where(attempt => attempt.Outcome.Fate == Fate.Pending), (call, attempt) => (call, attempt))
            .ToList();
        var outcomes = new Dictionary<Hash256, Outcome>();
        var receipts = waiting.Count > Few ? await BlockReceiptsAsync(head).ConfigureAwait(false) : [];
        cancellationToken.ThrowIfCancellationRequested();
        // One by one: all where they are few, else those that must be next, for what a block before the last ones has.
        var asked = waiting.Where(item => !receipts.ContainsKey(item.attempt.Hash)).Take(_knowsBlockReceipts ? Few : waiting.Count);
        foreach (var receipt in await Task.WhenAll(asked.Select(item => ReceiptAsync(item.attempt.Hash))).ConfigureAwait(false))
        {
            if (receipt is not null) receipts[Hash256.Parse(receipt.TransactionHash)] = receipt;
        }

        foreach (var (call, attempt) in waiting)
        {
            if (!receipts.TryGetValue(attempt.Hash, out var receipt) || receipt.BlockNumber is null) continue;

            outcomes[attempt.Hash] = OutcomeOf(receipt);
            foreach (var other in call.Attempts.Where(other => other.Nonce == attempt.Nonce && other.Hash != attempt.Hash))
                outcomes[other.Hash] = new(Fate.Replaced, Reason: $"by {attempt.Hash}");
        }

        await RefuseTakenNumbersAsync(waiting, outcomes, head).ConfigureAwait(false);
        // Only now: what was not settled because a question failed is asked again.
        _askedUpTo = head.Position.Number;
        return outcomes;
    }

    private async Task RefuseTakenNumbersAsync(
        List<(OutboxCall Call, Attempt Attempt)> waiting, Dictionary<Hash256, Outcome> outcomes, ChainHead head)
    {
        foreach (var account in waiting.Where(item => !outcomes.ContainsKey(item.Attempt.Hash)).GroupBy(item => item.Call.Account))
        {
            var next = await NextNonceAsync(account.Key).ConfigureAwait(false);
            foreach (var (_, attempt) in account)
            {
                if (attempt.Nonce >= next)
                {
                    _numberTakenSince.Remove(attempt.Hash);
                    continue;
                }

                _numberTakenSince.TryAdd(attempt.Hash, head.Position.Number);
                if (head.Position.Number < _numberTakenSince[attempt.Hash] + 2) continue;

                // The receipt may have come between the two questions.
                var receipt = await ReceiptAsync(attempt.Hash).ConfigureAwait(false);
                outcomes[attempt.Hash] = receipt?.BlockNumber is null
                    ? new(Fate.Refused, Reason: $"number {attempt.Nonce} was used by another transaction of {account.Key}")
                    : OutcomeOf(receipt);
                _numberTakenSince.Remove(attempt.Hash);
            }
        }
    }

    public async Task<ulong> NextNonceAsync(Address account)
    {
        var asking = web3.Eth.Transactions.GetTransactionCount.SendRequestAsync(account.ToString(), BlockParameter.CreateLatest());
        return (ulong)(await asking.ConfigureAwait(false)).Value;
    }

    private async Task<bool> IsThereAsync(ChainPosition block)
    {
        var found = await web3.Eth.Blocks.GetBlockWithTransactionsHashesByNumber.SendRequestAsync(new HexBigInteger(block.Number)).ConfigureAwait(false);
        return found is not null && Hash256.Parse(found.BlockHash) == block.Hash;
    }

    private Task<TransactionReceipt> ReceiptAsync(Hash256 transaction) =>
        web3.Eth.Transactions.GetTransactionReceipt.SendRequestAsync(transaction.ToString());

    /// <summary>
    /// All receipts of the blocks since the last time, of the newest few where that was long ago; none where the node does not know the question.
    /// </summary>
    private async Task<Dictionary<Hash256, TransactionReceipt>> BlockReceiptsAsync(ChainHead head)
    {
        var found = new Dictionary<Hash256, TransactionReceipt>();
        var newest = head.Position.Number;
        var first = Math.Max(_askedUpTo + 1, newest >= options.FinalityDepth ? newest - options.FinalityDepth : 0);
        for (var number = first; number <= newest && _knowsBlockReceipts; number++)
        {
            try
            {
                var receipts = await web3.Client.SendRequestAsync<TransactionReceipt[]>(
                    "eth_getBlockReceipts", null, new HexBigInteger(number)).ConfigureAwait(false);
                foreach (var receipt in receipts ?? []) found[Hash256.Parse(receipt.TransactionHash)] = receipt;
            }
            catch (RpcResponseException e) when (e.RpcError?.Code == MethodNotFound)
            {
                _knowsBlockReceipts = false;
            }
        }

        return found;
    }

    private static Outcome OutcomeOf(TransactionReceipt receipt)
    {
        var block = new ChainPosition((ulong)receipt.BlockNumber.Value, Hash256.Parse(receipt.BlockHash));
        return receipt.HasErrors() == true
            ? new(Fate.Refused, block, (ulong)receipt.GasUsed.Value, $"the contract reverted it in block {block.Number}")
            : new(Fate.Mined, block, (ulong)receipt.GasUsed.Value);
    }
}
