using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Nethereum.JsonRpc.Client;
using Platone.Certification;
using Platone.Contracts.Certification;
using Platone.Contracts.Sending;
using Platone.Cryptography;
using Platone.Storage;

namespace Platone.AccessLayer.Certification;

/// <summary>
/// Answers receipts that somebody presents against this certifier, with the proofs from the store. It goes by what is open on the chain and
/// not yet in the outbox: so a restart, a reorganisation or an answer that was refused needs nothing of its own.
/// </summary>
public sealed partial class ChallengeWatch(
    OpenChallenges challenges, BondReader bond, ReadingQueries readings, BatchStore batches, OutboxStore outbox, AccessLayerOptions options, TimeProvider time,
    ILogger<ChallengeWatch> logger) : BackgroundService
{
    /// <summary>How many answers may be under way at once: whoever presents thousands of receipts must not hold up the certification.</summary>
    private const int AtOnce = 32;

    private readonly HashSet<Hash256> _toldOf = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.ChallengePoll, time);
        do
        {
            try
            {
                await AnswerAsync(await challenges.FindAsync(stoppingToken), stoppingToken);
            }
            catch (Exception e) when (e is RpcClientUnknownException or RpcClientTimeoutException or RpcResponseException or DbException)
            {
                LogTriedAgain(logger, e.InnerException?.Message ?? e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task AnswerAsync(IReadOnlyList<OpenChallenge> open, CancellationToken cancellationToken)
    {
        _toldOf.IntersectWith(open.Select(challenge => challenge.Id));
        if (open.Count == 0) return;

        var underWay = outbox.OpenTo(options.Operator.Address, options.Contracts.CertificationBond);
        var answers = new List<NewCall>();
        foreach (var challenge in open)
        {
            if (underWay.Count + answers.Count >= AtOnce) break;
            if (InclusionOf(challenge) is not { } inclusion) continue;

            var data = BondCalls.EncodeAnswer(challenge.Id, inclusion);
            if (underWay.Any(known => known.AsSpan().SequenceEqual(data))) continue;
            // The last look before a transaction: somebody else may have answered.
            if ((await bond.ChallengeAsync(challenge.Id)).Status != ChallengeStatus.Presented) continue;

            answers.Add(new(options.Operator.Address, $"answer receipt {challenge.Id}", options.Contracts.CertificationBond, data, BondCalls.AnswerGasLimit));
            LogAnswered(logger, challenge.Id, challenge.Receipt.Provider, challenge.Receipt.Sequence, inclusion.Batch.Number);
        }

        if (answers.Count > 0) await outbox.AddAsync(answers, cancellationToken);
    }

    /// <summary>The proof that answers; null while there is none.</summary>
    private BatchInclusion? InclusionOf(OpenChallenge challenge)
    {
        var receipt = challenge.Receipt;
        if (PlaceOf(receipt) is not { } place)
        {
            Tell(challenge, "the store has no such reading");
            return null;
        }

        if (place.Batch is not { } number || batches.Find(number) is not { Block: not null } batch) return null; // on its way to the chain
        if (place.Position is not { } position || position >= batch.Leaves.Count || batch.Leaves[(int)position] != receipt.Leaf)
        {
            Tell(challenge, $"position {place.Position} of batch {number} has another leaf");
            return null;
        }

        return new(batch.Record, position, new MerkleTree([.. batch.Leaves]).PathOf((int)position));
    }

    private (ulong? Batch, uint? Position)? PlaceOf(Receipt receipt)
    {
        try
        {
            return readings.PlaceOf(receipt);
        }
        catch (CorruptReadingException)
        {
            // What the audit finds too; told of like a reading that is not there.
            return null;
        }
    }

    private void Tell(OpenChallenge challenge, string reason)
    {
        if (!_toldOf.Add(challenge.Id)) return;
        LogUnanswerable(logger, challenge.Id, challenge.Receipt.Provider, challenge.Receipt.Sequence, reason, challenge.Deadline);
    }

    [LoggerMessage(
        Level = LogLevel.Information, Message = "Receipt {Id} of {Provider}, sequence {Sequence}, was presented as overdue: answered with batch {Batch}")]
    private static partial void LogAnswered(ILogger logger, Hash256 id, Address provider, ulong sequence, ulong batch);

    [LoggerMessage(
        Level = LogLevel.Critical,
        Message = "Receipt {Id} of {Provider}, sequence {Sequence}, was presented as overdue and cannot be answered: {Reason}. "
            + "The bond can be claimed after Unix second {Deadline}")]
    private static partial void LogUnanswerable(ILogger logger, Hash256 id, Address provider, ulong sequence, string reason, ulong deadline);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Presented receipts are looked for again: {Reason}")]
    private static partial void LogTriedAgain(ILogger logger, string reason);
}
