using System.CommandLine;
using Platone.Cli.Hosting;
using Platone.Cli.Output;
using Platone.Storage;
using Platone.Storage.Audit;
using Spectre.Console;

namespace Platone.Cli.Commands;

/// <summary><c>platone audit</c>: is every reading of the store certified, and unchanged since?</summary>
static class AuditCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var chain = CommonOptions.Chain();
        var json = CommonOptions.Json();
        var command = new Command("audit", "Hold a whole store against the chain: every reading certified, no gap, no change.") { data, chain, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var directory = DataDirectory.Existing(parsed.GetValue(data)!);
            using var store = Database.OpenReadOnly(directory.Store);
            await using var view = await ChainView.OpenAsync(directory, parsed.GetValue(chain), cancellationToken);
            await view.RefuseOtherChainAsync(directory);

            var report = await AuditAsync(new StoreAudit(store, view.Batches.RecordOfAsync, TimeProvider.System), view.Contracts.Certifier, cancellationToken);
            if (parsed.GetValue(json)) JsonOutput.Write(report);
            else Show(report);
            return report.Findings.Count == 0 ? ExitCode.Success : ExitCode.No;
        });
        return command;
    }

    private static Task<AuditReport> AuditAsync(StoreAudit audit, Cryptography.Address certifier, CancellationToken cancellationToken) =>
        ProgressDisplay.RunAsync("audit", progress => audit.RunAsync(certifier, new Batches(progress), cancellationToken));

    private static void Show(AuditReport report)
    {
        Console.WriteLine(FormattableString.Invariant($"{report.Readings} readings in {report.Batches} batches: {report.Certified} certified and unchanged, {report.Waiting} waiting, {report.Findings.Count} findings"));
        if (report.Findings.Count == 0) return;

        var table = new Table().RoundedBorder().AddColumn("finding").AddColumn("reading").AddColumn("stream").AddColumn("sequence").AddColumn("batch").AddColumn("detail");
        foreach (var finding in report.Findings)
        {
            table.AddRow(
                finding.Kind.ToString(), Text(finding.Reading), Markup.Escape(finding.Stream ?? ""), Text(finding.Sequence), Text(finding.Batch), Markup.Escape(finding.Detail));
        }

        AnsiConsole.Write(table);
    }

    private static string Text<T>(T? value)
        where T : struct, IFormattable => value?.ToString(null, System.Globalization.CultureInfo.InvariantCulture) ?? "";

    private sealed class Batches(IProgress<Simulation.ScenarioProgress> display) : IProgress<(ulong Done, ulong Of)>
    {
        public void Report((ulong Done, ulong Of) value) => display.Report(new("batches", (long)value.Done, (long)value.Of));
    }
}
