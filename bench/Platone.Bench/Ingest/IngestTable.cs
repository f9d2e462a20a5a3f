using System.Globalization;
using Spectre.Console;

namespace Platone.Bench.Ingest;

static class IngestTable
{
    public static void Write(IngestReport report)
    {
        var table = new Table().RoundedBorder()
            .Title(Text($"ingest: medians of {report.Rounds} rounds of {report.ReadingsPerRound:N0} readings, {report.ReadingsPerMessage} a message"))
            .AddColumn("").AddColumn(new TableColumn("readings per second").RightAligned());
        foreach (var store in report.Stores)
        {
            table.AddRow($"{store.Store}: from MQTT to certified", Text($"{store.Framework.ReadingsPerSecond:N0}"));
            table.AddRow($"{store.Store}: from MQTT to receipted", Text($"{store.Framework.AcceptedReadingsPerSecond:N0}"));
            if (store.BareInsert is { } bare) table.AddRow($"{store.Store}: the same rows into a bare store", Text($"{bare.ReadingsPerSecond:N0}"));
        }

        if (report.BareSubscriber is { } subscriber) table.AddRow("a bare subscriber that discards", Text($"{subscriber.ReadingsPerSecond:N0}"));
        AnsiConsole.Write(table);
        foreach (var store in report.Stores) Write(store);
        Console.WriteLine(report.Machine);
    }

    private static void Write(StoreFigures store)
    {
        var (processor, counts) = (store.Framework.CpuMicrosecondsPerReading, store.Counts);
        var verdict = counts.NothingLost ? "nothing lost" : "NOT the same";
        Console.WriteLine($"{store.Store}:");
        if (store.RatioToSmaller is { } ratio) Console.WriteLine(Text($"  ratio to the smaller of the bare ones: {ratio:F3}"));
        Console.WriteLine(Text($"  from the last receipt to the last reading certified: {store.Framework.SecondsFromLastReceiptToLastCertified:F2} s"));
        Console.WriteLine(
            Text($"  CPU per reading: access layer {processor.AccessLayer:F1} us, broker {processor.Broker:F1} us, chain {processor.Chain:F1} us"));
        Console.WriteLine(Text($"  of the publisher that shares the cores: {processor.Publisher:F1} us"));
        Console.WriteLine(Text($"  memory of the access layer at the end of each round: {string.Join(", ", store.ResidentMebibytesByRound)} MiB"));
        Console.WriteLine(Text($"  sent {counts.Sent}, accepted {counts.Accepted}, stored {counts.Stored}, certified {counts.Certified}: {verdict}"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
