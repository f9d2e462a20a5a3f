using Platone.Bench.Report;

namespace Platone.Bench.Ingest;

/// <param name="RatioToSmaller">The framework's readings per second over those of the slower of the two bare ones.</param>
sealed record IngestReport(
    string Bench, MachineFacts Machine, int Rounds, long ReadingsPerRound, int ReadingsPerMessage, FrameworkFigures Framework, BareFigures BareSubscriber,
    BareFigures BareInsert, double RatioToSmaller, IngestCounts Counts)
{
    public static IngestReport Of(MachineFacts machine, int messages, IReadOnlyList<IngestRound> rounds) => new(
        "ingest", machine, rounds.Count, (long)messages * PmuFleet.ReadingsPerMessage, PmuFleet.ReadingsPerMessage,
        FrameworkFigures.Of([.. rounds.Select(round => round.Framework)]),
        BareFigures.Of(rounds.Select(round => round.Subscriber)), BareFigures.Of(rounds.Select(round => round.Insert)),
        Median.Of(rounds.Select(round => round.RatioToSmaller), 3), IngestCounts.Of(rounds));
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
    public static BareFigures Of(IEnumerable<BareResult> results) => new(Median.Of(results.Select(result => result.ReadingsPerSecond), 0));
}

/// <summary>All rounds together.</summary>
sealed record IngestCounts(long Sent, long Accepted, long Stored, long Certified, bool NothingLost)
{
    public static IngestCounts Of(IReadOnlyList<IngestRound> rounds)
    {
        var (sent, accepted) = (rounds.Sum(round => round.Framework.Sent), rounds.Sum(round => round.Framework.Accepted));
        var (stored, certified) = (rounds.Sum(round => round.Framework.Stored), rounds.Sum(round => round.Framework.Certified));
        return new(sent, accepted, stored, certified, sent == accepted && accepted == stored && stored == certified);
    }
}
