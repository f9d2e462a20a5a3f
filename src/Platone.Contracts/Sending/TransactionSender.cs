using System.Collections.Concurrent;
using System.Numerics;
using Microsoft.Extensions.Logging;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.Web3;
using Platone.Contracts.Following;
using Platone.Cryptography;

namespace Platone.Contracts.Sending;

/// <summary>
/// Carries the outbox's calls to the chain. Calls of the own account are signed here, in their order; transactions that parties signed
/// themselves are only passed on. Each transaction is durable before it is sent, sent again where nodes forget or a reorganisation drops
/// it, replaced where it got stuck, and watched until it is there for good.
/// </summary>
public sealed partial class TransactionSender(
    IWeb3 web3, PrivateKey key, ulong chainId, IOutbox outbox, SenderOptions options, TimeProvider time, ILogger<TransactionSender> logger)
{
    /// <summary>How many transactions are handed to the node at once.</summary>
    private const int AtOnce = 16;

    private const ulong TransferGas = 21_000;

    private readonly OutcomeReader _outcomes = new(web3, options);
    // Some are handed to the node at once.
    private readonly ConcurrentDictionary<Hash256, (long At, ulong Block)> _sent = new();
    private ChainHead? _head;
    private ChainPosition? _settledAt;
    private long _headSince = time.GetTimestamp();
    private bool _stalled;
    private (ulong Nonce, ulong Block)? _gap;
    private string? _holding;

    public Address Account => key.Address;

    /// <summary>Sends and watches until cancelled. A node that does not answer, or a contract that refuses, is tried again for ever.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.PollEvery, time);
        do
        {
            try
            {
                await CarryOnAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is RpcClientUnknownException or RpcClientTimeoutException or RpcResponseException)
            {
                LogUnreachable(logger, e.InnerException?.Message ?? e.Message);
            }
            catch (System.Data.Common.DbException e)
            {
                LogStoreFailed(logger, e.Message);
            }

            WatchForStall();
        }
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
    }

    private async Task CarryOnAsync(CancellationToken cancellationToken)
    {
        var head = await ChainHead.ReadAsync(web3).ConfigureAwait(false);
        if (_head?.Position != head.Position) (_head, _headSince) = (head, time.GetTimestamp());

        // Read once: what follows keeps its own copy up to date.
        var calls = await OpenAsync(cancellationToken).ConfigureAwait(false);
        if (_settledAt != head.Position)
        {
            calls = await RecordAsync(
                calls, await _outcomes.ConfirmAsync(calls, head, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            calls = await RecordAsync(
                calls, await _outcomes.SettleAsync(calls, head, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            _settledAt = head.Position;
        }

        if (calls.Count == 0) return;

        calls = await SignAsync(calls, head, cancellationToken).ConfigureAwait(false);
        await SendAsync(calls, head, cancellationToken).ConfigureAwait(false);
    }

    // More than may be under way: mined ones are watched for a while, and must not keep the next from being signed.
    private Task<IReadOnlyList<OutboxCall>> OpenAsync(CancellationToken cancellationToken) =>
        outbox.OpenAsync(options.InFlight * (int)(2 + options.FinalityDepth), cancellationToken);

    /// <returns>The calls that are not over, with their outcomes.</returns>
    private async Task<IReadOnlyList<OutboxCall>> RecordAsync(
        IReadOnlyList<OutboxCall> calls, Dictionary<Hash256, Outcome> outcomes, CancellationToken cancellationToken)
    {
        if (outcomes.Count == 0) return calls;

        var closed = new HashSet<long>();
        foreach (var call in calls)
        {
            foreach (var attempt in call.Attempts)
            {
                if (!outcomes.TryGetValue(attempt.Hash, out var outcome)) continue;

                if (outcome.Fate == Fate.Pending) LogDropped(logger, call.Call.Purpose, attempt.Hash);
                if (outcome.Fate == Fate.Refused) LogRefused(logger, call.Call.Purpose, attempt.Hash, outcome.Reason!);
                if (outcome.Fate == Fate.Final || (outcome.Fate == Fate.Refused && EndsWithRefusal(call))) closed.Add(call.Id);
                _sent.TryRemove(attempt.Hash, out _);
            }
        }

        await outbox.RecordAsync(outcomes, closed, cancellationToken).ConfigureAwait(false);
        return [.. calls.Where(call => !closed.Contains(call.Id)).Select(call => call.With(outcomes))];
    }

    /// <summary>A party's own transaction that is refused is the party's to make again; a filler whose number is taken has no more to do.</summary>
    private bool EndsWithRefusal(OutboxCall call) => call.Account != Account || call.Call.To == Account || options.Forgiving.Contains(call.Call.To);

    /// <summary>Signs what is to be sent next.</summary>
    /// <returns>The calls with the new transactions.</returns>
    private async Task<IReadOnlyList<OutboxCall>> SignAsync(IReadOnlyList<OutboxCall> calls, ChainHead head, CancellationToken cancellationToken)
    {
        var own = calls.Where(call => call.Account == Account).ToList();
        if (own.TrueForAll(call => call.Live?.Succeeded == true)) return calls;

        var fees = Fees.For(head.BaseFeePerGas);
        var next = await _outcomes.NextNonceAsync(Account).ConfigureAwait(false);
        var live = await outbox.LiveNoncesAsync(Account, next, cancellationToken).ConfigureAwait(false);
        var signed = own.Where(call => IsStuck(call, next, fees, head)).Select(call => (call.Id, Attempt: Replacement(call, fees))).ToList();
        var filler = await FillGapAsync(next, live, fees, head, cancellationToken).ConfigureAwait(false);

        var nonce = live.Count > 0 ? live[^1] + 1 : next;
        foreach (var call in await ReadyAsync(own).ConfigureAwait(false)) signed.Add((call.Id, Sign(call.Call, nonce++, fees)));
        if (signed.Count > 0) await outbox.AddAttemptsAsync(signed, cancellationToken).ConfigureAwait(false);

        var attempts = signed.ToDictionary(one => one.Id, one => one.Attempt);
        var known = filler is null ? calls : [.. calls, filler];
        return [.. known.Select(call => attempts.TryGetValue(call.Id, out var attempt) ? call with { Attempts = [.. call.Attempts, attempt] } : call)];
    }

    /// <summary>
    /// The calls that may be signed now. A call that was refused, and all behind it, wait until the contract would take it: a later batch
    /// before an earlier one would only be refused too. Those whose refusal is their end stand for themselves and pass by: a revocation
    /// waits for no batch.
    /// </summary>
    private async Task<List<OutboxCall>> ReadyAsync(List<OutboxCall> own)
    {
        var ready = new List<OutboxCall>();
        var underWay = own.Count(call => call.Live?.Outcome.Fate == Fate.Pending);
        var isHeld = false;
        foreach (var call in own.Where(call => call.Live is null))
        {
            if (underWay + ready.Count >= options.InFlight) break;
            if (isHeld && !EndsWithRefusal(call)) continue;
            if (!call.WasRefused)
            {
                ready.Add(call);
                continue;
            }

            var isFirst = own.TakeWhile(earlier => earlier.Id != call.Id).All(earlier => earlier.Live?.Succeeded == true);
            if (isFirst && await WouldSucceedAsync(call).ConfigureAwait(false)) ready.Add(call);
            isHeld = true;
        }

        return ready;
    }

    private async Task<bool> WouldSucceedAsync(OutboxCall call)
    {
        try
        {
            await web3.Eth.Transactions.Call.SendRequestAsync(
                new CallInput { From = Account.ToString(), To = call.Call.To.ToString(), Data = Hex.Encode(call.Call.Data) }).ConfigureAwait(false);
            _holding = null;
            return true;
        }
        catch (RpcResponseException e)
        {
            var reason = $"{e.RpcError?.Message} {e.RpcError?.Data}";
            if (_holding != reason) LogHeld(logger, call.Call.Purpose, reason);
            _holding = reason;
            return false;
        }
    }

    /// <summary>The first in the line that no block takes: its fees are below what is asked by now, or blocks pass it by.</summary>
    private bool IsStuck(OutboxCall call, ulong next, Fees fees, ChainHead head)
    {
        if (call.Live is not { Outcome.Fate: Fate.Pending } attempt || attempt.Nonce != next || !_sent.TryGetValue(attempt.Hash, out var sent)) return false;
        // Where gas is free nobody can offer more; the same transaction is sent again.
        if (fees.AreZero) return false;

        return attempt.MaxFeePerGas < head.BaseFeePerGas || sent.Block + options.StuckAfterBlocks <= head.Position.Number;
    }

    private Attempt Replacement(OutboxCall call, Fees fees)
    {
        var stuck = call.Live!;
        var replacement = Sign(call.Call, stuck.Nonce, fees.InPlaceOf(new(stuck.MaxFeePerGas, stuck.MaxPriorityFeePerGas)));
        LogReplaced(logger, call.Call.Purpose, stuck.Hash, replacement.Hash, replacement.MaxFeePerGas);
        return replacement;
    }

    /// <summary>
    /// A number that no transaction of ours has, below one that waits: what had it was somebody else's and is gone. Nothing behind it can
    /// be mined before something takes it, so a transfer of nothing does.
    /// </summary>
    private async Task<OutboxCall?> FillGapAsync(ulong next, IReadOnlyList<ulong> live, Fees fees, ChainHead head, CancellationToken cancellationToken)
    {
        if (live.Count == 0 || live[0] == next)
        {
            _gap = null;
            return null;
        }

        // Seen at two heads: a node that lags behind is no gap.
        if (_gap is not { } seen || seen.Nonce != next) _gap = (next, head.Position.Number);
        if (head.Position.Number < _gap.Value.Block + 2) return null;

        var call = new NewCall(Account, $"fill number {next}", Account, [], TransferGas);
        var attempt = Sign(call, next, fees);
        var id = await outbox.AddAsync(call, attempt, cancellationToken).ConfigureAwait(false);
        LogFilled(logger, next);
        _gap = null;
        return new(id, call, [attempt]);
    }

    private Attempt Sign(NewCall call, ulong nonce, Fees fees)
    {
        var signed = new Eip1559Transaction(
            chainId, nonce, fees.MaxPriorityFeePerGas, fees.MaxFeePerGas, call.GasLimit, call.To, BigInteger.Zero, call.Data).Sign(key);
        return new(signed.Hash, nonce, signed.Raw.ToArray(), fees.MaxFeePerGas, fees.MaxPriorityFeePerGas);
    }

    private async Task SendAsync(IReadOnlyList<OutboxCall> calls, ChainHead head, CancellationToken cancellationToken)
    {
        var due = calls.Where(call => call.Live is { Outcome.Fate: Fate.Pending } attempt && IsDue(attempt))
            .OrderBy(call => call.Live!.Nonce)
            .Take(options.InFlight);
        var answers = new ConcurrentDictionary<Hash256, Outcome>();
        try
        {
            await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (call, _) =>
            {
                if (await AnswerAsync(call, call.Live!, head).ConfigureAwait(false) is { } answer)
                    answers[call.Live!.Hash] = Outcome.Pending with { Reason = $"the node says: {answer}" };
            }).ConfigureAwait(false);
        }
        finally
        {
            if (!answers.IsEmpty) await outbox.RecordAsync(answers, [], CancellationToken.None).ConfigureAwait(false);
        }
    }

    private bool IsDue(Attempt attempt) => !_sent.TryGetValue(attempt.Hash, out var sent) || time.GetElapsedTime(sent.At) > options.SendAgainAfter;

    /// <returns>What the node has against it, null where it took it.</returns>
    private async Task<string?> AnswerAsync(OutboxCall call, Attempt attempt, ChainHead head)
    {
        try
        {
            await web3.Eth.Transactions.SendRawTransaction.SendRequestAsync(Hex.Encode(attempt.Raw)).ConfigureAwait(false);
            LogSent(logger, call.Call.Purpose, attempt.Nonce, attempt.Hash);
            Remember(attempt, head);
            return null;
        }
        catch (RpcResponseException e)
        {
            // "already known" and "nonce too low" are what a node answers to a repetition: the receipt decides.
            var answer = e.RpcError?.Message ?? e.Message;
            LogAnswered(logger, call.Call.Purpose, attempt.Hash, answer);
            Remember(attempt, head);
            return answer;
        }
    }

    /// <summary>The block counts from the first sending: sending the same again does not make a stuck one young.</summary>
    private void Remember(Attempt attempt, ChainHead head) =>
        _sent[attempt.Hash] = (time.GetTimestamp(), _sent.TryGetValue(attempt.Hash, out var sent) ? sent.Block : head.Position.Number);

    /// <summary>By the wall clock: a chain that stands still tells nobody.</summary>
    private void WatchForStall()
    {
        var stalled = time.GetElapsedTime(_headSince) > options.StalledAfter;
        if (stalled == _stalled) return;

        _stalled = stalled;
        if (stalled) LogStalled(logger, _head?.Position.Number, options.StalledAfter.TotalSeconds);
        else LogGoesOn(logger, _head!.Position.Number);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Sent '{Purpose}' with number {Nonce} as {Hash}")]
    private static partial void LogSent(ILogger logger, string purpose, ulong nonce, Hash256 hash);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The node answered '{Answer}' to '{Purpose}' ({Hash})")]
    private static partial void LogAnswered(ILogger logger, string purpose, Hash256 hash, string answer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The chain no longer has '{Purpose}' ({Hash}): it is sent again")]
    private static partial void LogDropped(ILogger logger, string purpose, Hash256 hash);

    [LoggerMessage(Level = LogLevel.Error, Message = "'{Purpose}' ({Hash}) was refused: {Reason}")]
    private static partial void LogRefused(ILogger logger, string purpose, Hash256 hash, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "'{Purpose}', and all behind it, waits until the contract would take it: {Reason}")]
    private static partial void LogHeld(ILogger logger, string purpose, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "'{Purpose}' was stuck: {Stuck} is replaced by {Replacement}, which offers {MaxFeePerGas} wei")]
    private static partial void LogReplaced(ILogger logger, string purpose, Hash256 stuck, Hash256 replacement, BigInteger maxFeePerGas);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Number {Nonce} was missing on the chain and is filled with a transfer of nothing")]
    private static partial void LogFilled(ILogger logger, ulong nonce);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The chain's node does not answer; transactions wait in the outbox: {Reason}")]
    private static partial void LogUnreachable(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The outbox cannot be written, tried again soon: {Reason}")]
    private static partial void LogStoreFailed(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The chain stalls: its head, block {Block}, has not moved for {Seconds} s")]
    private static partial void LogStalled(ILogger logger, ulong? block, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "The chain goes on with block {Block}")]
    private static partial void LogGoesOn(ILogger logger, ulong block);
}
