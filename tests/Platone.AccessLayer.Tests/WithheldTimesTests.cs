using Platone.AccessLayer.Sharing;
using Platone.Cryptography;
using Platone.Protocol;
using Platone.Readings;
using Platone.Storage;

namespace Platone.AccessLayer.Tests;

/// <summary>Ranges that are withheld, held against asking every second by itself.</summary>
public sealed class WithheldTimesTests
{
    private const long Now = 1_000;

    private static readonly Address Provider = Address.Parse("0x00000000000000000000000000000000000000aa");

    [Fact]
    public void Every_second_is_given_or_withheld_for_the_reason_that_holds_for_it()
    {
        var random = new Random(7);
        for (var round = 0; round < 2_000; round++)
        {
            var grants = Enumerable.Range(0, random.Next(6)).Select(i => Grant(random, i)).ToList();
            var from = random.Next(900, 1_100);
            var to = from + random.Next(1, 60);

            var withheld = WithheldTimes.Of(grants, Micros(from), Micros(to));

            Assert.Equal(withheld.OrderBy(part => part.From, StringComparer.Ordinal), withheld);
            for (var second = from; second < to; second++)
            {
                var parts = withheld.Where(part => Seconds(part.From!) <= second && second < Seconds(part.To!)).ToList();
                var expected = Expected(grants, second);
                Assert.True(
                    parts.Count == (expected is null ? 0 : 1) && (expected is null || (parts[0].Reason, parts[0].Declaration) == expected),
                    $"round {round}, second {second}: {string.Join(", ", parts)}, expected {expected?.ToString() ?? "given"}");
            }

            Assert.All(withheld, part => Assert.InRange(Seconds(part.From!), from, to - 1));
            Assert.All(withheld, part => Assert.InRange(Seconds(part.To!), from + 1, to));
        }
    }

    [Fact]
    public void A_range_without_ends_is_withheld_without_ends()
    {
        Assert.Equal([new(null, null, "NoDeclaration", null)], WithheldTimes.Of([], long.MinValue, long.MaxValue));

        var giving = Grant(DeclarationStatus.Accepted, Means.Rest, 1, 2_000, number: 1);
        Assert.Equal(
            [
                new(null, IsoTime.Format(Micros(1)), "BeforeNotBefore", null), new(IsoTime.Format(Micros(2_000)), null, "AfterExpiry", null),
            ],
            WithheldTimes.Of([giving], long.MinValue, long.MaxValue));
    }

    /// <summary>Null where the second is given.</summary>
    private static (string Reason, string? Declaration)? Expected(List<ReadingGrant> grants, long second)
    {
        bool Covers(ReadingGrant grant) => grant.FromMicros <= Micros(second) && Micros(second) < grant.ToMicros;
        var giving = grants.Where(grant => grant.Gives).ToList();
        if (giving.Exists(Covers)) return null;
        if (grants.Find(grant => !grant.Gives && Covers(grant)) is { } refused) return (refused.Reason.ToString()!, refused.Declaration.Id.ToString());
        if (giving.Count == 0) return ("NoDeclaration", null);
        if (giving.TrueForAll(grant => grant.FromMicros > Micros(second))) return ("BeforeNotBefore", null);
        if (giving.TrueForAll(grant => grant.ToMicros <= Micros(second))) return ("AfterExpiry", null);
        return ("NoDeclaration", null);
    }

    private static ReadingGrant Grant(Random random, int number)
    {
        var (status, means) = random.Next(3) switch
        {
            0 => (DeclarationStatus.Accepted, Means.Both),
            1 => (DeclarationStatus.Accepted, Means.Mqtt),
            _ => (DeclarationStatus.Requested, Means.Both),
        };
        var notBefore = random.Next(880, 1_150);
        return Grant(status, means, notBefore, Math.Max(notBefore + random.Next(1, 80), Now + 1), number);
    }

    private static ReadingGrant Grant(DeclarationStatus status, Means means, long notBefore, long expiry, int number) => new(
        new(
            Keccak256.Hash([(byte)number]), Provider, Address.Zero, Hash256.Zero, means, Purpose.Audit, notBefore, expiry, status, RequestedAt: 1,
            DecidedAt: status == DeclarationStatus.Requested ? null : 2, Filter: $"data/{Provider}/#"),
        Now);

    private static long Micros(long seconds) => seconds * 1_000_000;

    private static long Seconds(string time) => IsoTime.Parse(time) / 1_000_000;
}
