using Platone.Protocol;

namespace Platone.AccessLayer.Sharing;

/// <summary>
/// Which parts of an asked time range a caller does not get, and why: from its own declarations and the range alone, so that it says nothing of what
/// there is to read.
/// </summary>
static class WithheldTimes
{
    /// <summary>Of those that give nothing only the newest are told: anybody may ask for access as often as it likes.</summary>
    private const int MostTold = 100;

    /// <param name="grants">The caller's, about what was asked for, newest first.</param>
    /// <param name="fromMicros">Where the range begins; <see cref="long.MinValue"/> for no beginning, as <see cref="long.MaxValue"/> for no end.</param>
    public static IReadOnlyList<WithheldTime> Of(IReadOnlyList<ReadingGrant> grants, long fromMicros, long toMicros)
    {
        var giving = grants.Where(grant => grant.Gives).OrderBy(grant => grant.FromMicros).ToList();
        var refused = grants.Where(grant => !grant.Gives).Take(MostTold).ToList();
        var withheld = new List<WithheldTime>();
        foreach (var (from, to, reason) in Gaps(giving, fromMicros, toMicros))
        {
            var start = from;
            var cuts = refused.SelectMany(grant => new[] { grant.FromMicros, grant.ToMicros }).Where(cut => cut > from && cut < to);
            foreach (var end in cuts.Append(to).Order().Distinct())
            {
                Add(withheld, start, end, refused.Find(grant => grant.FromMicros <= start && grant.ToMicros >= end), reason);
                start = end;
            }
        }

        return withheld;
    }

    /// <summary>What those that give leave out.</summary>
    private static IEnumerable<(long From, long To, WithheldReason Reason)> Gaps(List<ReadingGrant> giving, long fromMicros, long toMicros)
    {
        var covered = fromMicros;
        var isFirst = true;
        foreach (var grant in giving)
        {
            if (grant.FromMicros >= toMicros) break;
            if (grant.FromMicros > covered) yield return (covered, grant.FromMicros, isFirst ? WithheldReason.BeforeNotBefore : WithheldReason.NoDeclaration);
            (covered, isFirst) = (Math.Max(covered, grant.ToMicros), false);
        }

        if (covered >= toMicros) yield break;

        // A range that ends before all that is given, or begins behind it, is one gap.
        if (isFirst) yield return (covered, toMicros, giving.Count > 0 ? WithheldReason.BeforeNotBefore : WithheldReason.NoDeclaration);
        else yield return (covered, toMicros, giving.Exists(grant => grant.FromMicros >= toMicros) ? WithheldReason.NoDeclaration : WithheldReason.AfterExpiry);
    }

    /// <summary>Neighbours with the same reason are one.</summary>
    private static void Add(List<WithheldTime> withheld, long from, long to, ReadingGrant? refused, WithheldReason otherwise)
    {
        var (reason, declaration) = ((refused?.Reason ?? otherwise).ToString(), refused?.Declaration.Id.ToString());
        var start = Text(from);
        if (withheld is [.., var last] && last.To == start && start is not null && last.Reason == reason && last.Declaration == declaration)
            withheld[^1] = last with { To = Text(to) };
        else withheld.Add(new(start, Text(to), reason, declaration));
    }

    private static string? Text(long micros) => micros is long.MinValue or long.MaxValue ? null : ReadingGrant.Text(micros);
}
