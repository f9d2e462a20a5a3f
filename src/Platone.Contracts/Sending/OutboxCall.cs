using Platone.Cryptography;

namespace Platone.Contracts.Sending;

/// <summary>What is to happen on the chain, put into the outbox by the same commit as what caused it.</summary>
/// <param name="Purpose">In words for the operator: "certify batch 17".</param>
/// <param name="To">The contract.</param>
public sealed record NewCall(Address Account, string Purpose, Address To, byte[] Data, ulong GasLimit);

/// <summary>A call with the transactions that were signed for it: one as a rule, more where one was replaced or refused.</summary>
/// <param name="Id">Calls of one account are carried out in this order.</param>
/// <param name="Attempts">The first signed first.</param>
public sealed record OutboxCall(long Id, NewCall Call, IReadOnlyList<Attempt> Attempts)
{
    public Address Account => Call.Account;

    /// <summary>The attempt that is on the chain or on its way there.</summary>
    public Attempt? Live => Attempts.LastOrDefault(attempt => attempt.IsLive);

    /// <summary>The same call after its transactions met with <paramref name="outcomes"/>, which are by transaction hash.</summary>
    public OutboxCall With(IReadOnlyDictionary<Hash256, Outcome> outcomes) =>
        Attempts.Any(attempt => outcomes.ContainsKey(attempt.Hash))
            ? this with
            {
                Attempts = [.. Attempts.Select(attempt => outcomes.TryGetValue(attempt.Hash, out var outcome) ? attempt with { Outcome = outcome } : attempt)],
            }
            : this;

    public bool WasRefused => Live is null && Attempts.Any(attempt => attempt.Outcome.Fate == Fate.Refused);
}
