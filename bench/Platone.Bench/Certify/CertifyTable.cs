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
        var (tree, signing) = (report.Tree, report.Signing);
        Console.WriteLine(Text($"aim: at most {report.AimGasPerReadingInLargestBatch} gas a reading in the largest batch: {Verdict(report.AimMet)}"));
        Console.WriteLine(Text($"tree of {tree.Leaves:N0} leaves: {tree.TreeMilliseconds:F1} ms, its hashes alone {tree.HashesAloneMilliseconds:F1} ms"));
        Console.WriteLine(Text($"aim: at most {tree.AimTimesHashesAlone} times the hashes alone, measured {tree.TimesHashesAlone}: {Verdict(tree.AimMet)}"));
        var signer = signing.Native ? "libsecp256k1" : "BouncyCastle";
        Console.WriteLine(Text($"transactions encoded and signed by {signer} on one thread: {signing.TransactionsPerSecond:N0} a second"));
        Console.WriteLine(Text($"aim: at least {signing.AimTransactionsPerSecond:N0} a second: {Verdict(signing.AimMet)}"));
        foreach (var store in report.Stores)
        {
            var bare = Text($"{store.BareInsertReadingsPerSecond:N0}");
            Console.WriteLine(
                Text($"{store.Store}: {store.ReadingsPerSecond:N0} readings a second into closed batches of 8,192, beside a bare insert of {bare}"));
        }

        Console.WriteLine(report.Machine);
    }

    private static string Verdict(bool met) => met ? "met" : "NOT met";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
