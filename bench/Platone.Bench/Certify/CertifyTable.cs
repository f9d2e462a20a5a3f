using System.Globalization;
using Spectre.Console;

namespace Platone.Bench.Certify;

static class CertifyTable
{
    public static void Write(CertifyReport report)
    {
        var table = new Table().RoundedBorder().Title(Text($"certify: medians of {report.Rounds} rounds"));
        foreach (var column in new[] { "readings a batch", "leaves per second", "us a leaf", "of these the hashes", "gas used", "gas a reading" })
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var batch in report.Batches)
        {
            table.AddRow(
                Text($"{batch.Readings:N0}"), Text($"{batch.LeavesPerSecond:N0}"), Text($"{batch.MicrosecondsPerLeaf:F2}"),
                Text($"{batch.HashesAloneMicrosecondsPerLeaf:F2}"), Text($"{batch.GasUsed:N0}"), Text($"{batch.GasPerReading:F2}"));
        }

        AnsiConsole.Write(table);
        var verdict = report.AimMet ? "met" : "NOT met";
        Console.WriteLine(Text($"aim: at most {report.AimGasPerReadingInLargestBatch} gas a reading in the largest batch: {verdict}"));
        Console.WriteLine(report.Machine);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
