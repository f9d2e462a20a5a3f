using Platone.Bench.Report;

namespace Platone.Bench.Ingest;

/// <param name="BareSubscriber">Null where it was not measured.</param>
sealed record IngestReport(
    string Bench, MachineFacts Machine, int Rounds, long ReadingsPerRound, int ReadingsPerMessage, BareFigures? BareSubscriber,
    IReadOnlyList<StoreFigures> Stores)
{
    public bool NothingLost => Stores.All(store => store.Counts.NothingLost);

    public static IngestReport Of(MachineFacts machine, int messages, IReadOnlyList<IngestRound> rounds) => new(
        "ingest", machine, rounds.Count, (long)messages * PmuFleet.ReadingsPerMessage, PmuFleet.ReadingsPerMessage,
        BareFigures.Of(rounds.Select(round => round.Subscriber)),
        [
            .. rounds[0].Stores.Select((store, i) => StoreFigures.Of(
                store.Store, [.. rounds.Select(round => round.Stores[i])],
                [.. rounds.Select(round => round.RatioToSmaller(round.Stores[i])).OfType<double>()])),
        ]);
}

/// <param name="Store">sqlite or postgres.</param>
/// <param name="BareInsert">The same rows into a bare store of the kind: INSERT or COPY.</param>
/// <param name="RatioToSmaller">The framework's readings per second over those of the slower of this and the bare subscriber.</param>
/// <param name="ResidentMebibytesByRound">Of the access layer's process at the end of each round.</param>
sealed record StoreFigures(
    string Store, FrameworkFigures Framework, BareFigures? BareInsert, double? RatioToSmaller, IReadOnlyList<long> ResidentMebibytesByRound,
    IngestCounts Counts)
{
    public static StoreFigures Of(string store, IReadOnlyList<StoreResult> results, IReadOnlyList<double> ratios)
    {
        List<FrameworkResult> framework = [.. results.Select(result => result.Framework)];
        return new(
            store, FrameworkFigures.Of(framework), BareFigures.Of(results.Select(result => result.Bare)), ratios.Count == 0 ? null : Median.Of(ratios, 3),
            [.. framework.Select(result => result.ResidentBytes >> 20)], IngestCounts.Of(framework));
    }
}

/// <param name="ReadingsPerSecond">From the first publish to the last reading certified: the wait for the last batch and its block is in it.</param>
/// <param name="AcceptedReadingsPerSecond">From the first publish to the last receipt.</param>
/// <param name="SecondsFromLastReceiptToLastCertified">That wait.</param>
sealed record FrameworkFigures(
    double ReadingsPerSecond, double AcceptedReadingsPerSecond, double SecondsFromLastReceiptToLastCertified, ProcessorFigures CpuMicrosecondsPerReading)
{
    public static FrameworkFigures Of(IReadOnlyList<FrameworkResult> results) => new(
        Median.Of(results.Select(result => result.ReadingsPerSecond), 0), Median.Of(results.Select(result => result.AcceptedReadingsPerSecond), 0),
        Median.Of(results.Select(result => (result.ToCertified - result.ToAccepted).TotalSeconds), 2),
        new(
            Median.Of(results.Select(result => result.MicrosecondsPerReading(result.Processor.AccessLayer)), 1),
            Median.Of(results.Select(result => result.MicrosecondsPerReading(result.Processor.Broker)), 1),
            Median.Of(results.Select(result => result.MicrosecondsPerReading(result.Processor.Chain)), 1),
            Median.Of(results.Select(result => result.MicrosecondsPerReading(result.Processor.Publisher)), 1)));
}

/// <summary>By process. The publisher is the bench itself; it shares the cores with what is measured.</summary>
sealed record ProcessorFigures(double AccessLayer, double Broker, double Chain, double Publisher);

sealed record BareFigures(double ReadingsPerSecond)
{
    public static BareFigures? Of(IEnumerable<BareResult?> results)
    {
        var measured = results.OfType<BareResult>().ToList();
        return measured.Count == 0 ? null : new(Median.Of(measured.Select(result => result.ReadingsPerSecond), 0));
    }
}

/// <summary>All rounds together.</summary>
sealed record IngestCounts(long Sent, long Accepted, long Stored, long Certified, bool NothingLost)
{
    public static IngestCounts Of(IReadOnlyList<FrameworkResult> rounds)
    {
        var (sent, accepted) = (rounds.Sum(round => round.Sent), rounds.Sum(round => round.Accepted));
        var (stored, certified) = (rounds.Sum(round => round.Stored), rounds.Sum(round => round.Certified));
        return new(sent, accepted, stored, certified, sent == accepted && accepted == stored && stored == certified);
    }
}
