using System.Globalization;
using Spectre.Console;

namespace Platone.Bench.Ingest;

static class IngestTable
{
    public static void Write(IngestReport report)
    {
        var (framework, processor, counts) = (report.Framework, report.Framework.CpuMicrosecondsPerReading, report.Counts);
        var verdict = counts.NothingLost ? "nothing lost" : "NOT the same";
        var table = new Table().RoundedBorder()
            .Title(Text($"ingest: medians of {report.Rounds} rounds of {report.ReadingsPerRound:N0} readings, {report.ReadingsPerMessage} a message"))
            .AddColumn("").AddColumn(new TableColumn("readings per second").RightAligned());
        table.AddRow("the framework, from MQTT to certified", Text($"{framework.ReadingsPerSecond:N0}"));
        table.AddRow("the framework, from MQTT to receipted", Text($"{framework.AcceptedReadingsPerSecond:N0}"));
        table.AddRow("a bare subscriber that discards", Text($"{report.BareSubscriber.ReadingsPerSecond:N0}"));
        table.AddRow("a bare insert of the same rows", Text($"{report.BareInsert.ReadingsPerSecond:N0}"));
        AnsiConsole.Write(table);

        Console.WriteLine(Text($"ratio to the smaller of the bare ones: {report.RatioToSmaller:F3}"));
        Console.WriteLine(Text($"from the last receipt to the last reading certified: {framework.SecondsFromLastReceiptToLastCertified:F2} s"));
        Console.WriteLine(Text($"CPU per reading: access layer {processor.AccessLayer:F1} us, broker {processor.Broker:F1} us, chain {processor.Chain:F1} us"));
        Console.WriteLine(Text($"of the publisher that shares the cores: {processor.Publisher:F1} us"));
        Console.WriteLine(Text($"sent {counts.Sent}, accepted {counts.Accepted}, stored {counts.Stored}, certified {counts.Certified}: {verdict}"));
        Console.WriteLine(report.Machine);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
