using Platone.Cryptography;
using Platone.Protocol;
using static Platone.Protocol.DeclarationStatus;

namespace Platone.Storage.Tests;

/// <summary>The history of a declaration as <c>SubscriptionRegistry.statusAt</c> tells it.</summary>
public sealed class DeclarationStatusTests
{
    [Theory]
    // Requested at 100, expires at 200.
    [InlineData(Requested, 0, 0, 99, None)]
    [InlineData(Requested, 0, 0, 100, Requested)]
    [InlineData(Requested, 0, 0, 199, Requested)]
    [InlineData(Requested, 0, 0, 200, Expired)]
    // Accepted at 120.
    [InlineData(Accepted, 120, 0, 99, None)]
    [InlineData(Accepted, 120, 0, 119, Requested)]
    [InlineData(Accepted, 120, 0, 120, Accepted)]
    [InlineData(Accepted, 120, 0, 199, Accepted)]
    [InlineData(Accepted, 120, 0, 200, Expired)]
    // Accepted in the second of the request: the later wins.
    [InlineData(Accepted, 100, 0, 99, None)]
    [InlineData(Accepted, 100, 0, 100, Accepted)]
    // Rejected at 120: that does not expire.
    [InlineData(Rejected, 120, 0, 119, Requested)]
    [InlineData(Rejected, 120, 0, 120, Rejected)]
    [InlineData(Rejected, 120, 0, 500, Rejected)]
    // Rejected in the second of the request.
    [InlineData(Rejected, 100, 0, 100, Rejected)]
    // Accepted at 120, revoked at 150: that does not expire either.
    [InlineData(Revoked, 120, 150, 119, Requested)]
    [InlineData(Revoked, 120, 150, 149, Accepted)]
    [InlineData(Revoked, 120, 150, 150, Revoked)]
    [InlineData(Revoked, 120, 150, 500, Revoked)]
    // Accepted and revoked in one second, and all three in one.
    [InlineData(Revoked, 120, 120, 119, Requested)]
    [InlineData(Revoked, 120, 120, 120, Revoked)]
    [InlineData(Revoked, 100, 100, 99, None)]
    [InlineData(Revoked, 100, 100, 100, Revoked)]
    // Renounced by the consumer, before any answer and behind it.
    [InlineData(Renounced, 0, 150, 149, Requested)]
    [InlineData(Renounced, 0, 150, 150, Renounced)]
    [InlineData(Renounced, 120, 150, 149, Accepted)]
    [InlineData(Renounced, 120, 150, 500, Renounced)]
    // Revoked in the last second before expiry.
    [InlineData(Revoked, 120, 199, 199, Revoked)]
    [InlineData(Revoked, 120, 199, 200, Revoked)]
    public void The_status_at_a_moment_is_that_of_the_latest_change(
        DeclarationStatus stored, long decidedAt, long revokedAt, long moment, DeclarationStatus expected) =>
        Assert.Equal(expected, Declared(stored, 100, decidedAt, revokedAt, expiry: 200).StatusAt(moment));

    [Fact]
    public void Every_history_that_the_contract_allows_is_told_as_the_contract_tells_it()
    {
        var compared = 0;
        for (var requested = 1; requested <= 3; requested++)
        for (var expiry = requested + 1; expiry <= 7; expiry++)
        {
            foreach (var (stored, decided, revoked) in Histories(requested, expiry))
            {
                var declaration = Declared(stored, requested, decided, revoked, expiry);
                for (var moment = 0; moment <= 9; moment++, compared++)
                    Assert.True(
                        InTheContract(stored, requested, decided, revoked, expiry, moment) == declaration.StatusAt(moment),
                        $"{stored}, requested {requested}, decided {decided}, revoked {revoked}, expiry {expiry}, at {moment}");
            }
        }

        Assert.True(compared > 1_000);
    }

    /// <summary>Whatever parties can do before the expiry, each in the same second as before or later.</summary>
    private static IEnumerable<(DeclarationStatus Stored, long Decided, long Revoked)> Histories(long requested, long expiry)
    {
        yield return (Requested, 0, 0);
        for (var decided = requested; decided < expiry; decided++)
        {
            yield return (Accepted, decided, 0);
            yield return (Rejected, decided, 0);
            yield return (Renounced, 0, decided);
            for (var revoked = decided; revoked < expiry; revoked++)
            {
                yield return (Revoked, decided, revoked);
                yield return (Renounced, decided, revoked);
            }
        }
    }

    /// <summary><c>_statusAt</c> of SubscriptionRegistry.sol, line by line.</summary>
    private static DeclarationStatus InTheContract(DeclarationStatus stored, long requestedAt, long decidedAt, long revokedAt, long expiry, long time)
    {
        if (stored == None || time < requestedAt) return None;
        if (stored == Renounced && time >= revokedAt) return Renounced;
        if (stored == Rejected && time >= decidedAt) return Rejected;
        // What ended an epoch is told as the time of a revocation.
        if (stored == Revoked && time >= revokedAt) return Revoked;
        if (time >= expiry) return Expired;
        return decidedAt != 0 && time >= decidedAt ? Accepted : Requested;
    }

    private static Declaration Declared(DeclarationStatus stored, long requestedAt, long decidedAt, long revokedAt, long expiry) => new(
        Hash256.Zero, Address.Zero, Address.Zero, Hash256.Zero, Means.Mqtt, Purpose.Audit, NotBefore: 0, expiry, stored, requestedAt,
        decidedAt == 0 ? null : decidedAt, revokedAt == 0 ? null : revokedAt);
}
