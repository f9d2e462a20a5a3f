using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Platone.Cli.Hosting;
using Platone.Cli.Output;
using Platone.Cryptography;
using Platone.Storage;
using Platone.Storage.Audit;
using Spectre.Console;

namespace Platone.Cli.Commands;

/// <summary><c>platone audit</c>: is every reading of the store certified, and unchanged since?</summary>
static class AuditCommand
{
    /// <summary>In the table; <c>--json</c> has all.</summary>
    private const int MostShown = 1000;

    public static Command Create()
    {
        var data = CommonOptions.Data();
        var chain = CommonOptions.Chain();
        var from = Batch("--from", "The first batch that is looked at.");
        var to = Batch("--to", "The last batch that is looked at.");
        var stream = new Option<string?>("--stream") { Description = "Only this stream: 0x.../device/component/measurand/phase." };
        var statePath = new Option<string?>("--state") { Description = "Where the audit keeps how far it is; DATA/audit.state without it." };
        var fresh = new Option<bool>("--fresh") { Description = "Begin anew where an earlier audit was interrupted." };
        var proofs = AuditOfProofs.Files();
        var (blockHash, validators, contract, certifier) = ProofVerification.Trust();
        var json = CommonOptions.Json();
        var command = new Command(
            "audit", "Hold a whole store against the chain: every reading certified, no gap, no change; or proof files against each other.")
        {
            data, chain, from, to, stream, statePath, fresh, proofs, blockHash, validators, contract, certifier, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var named = new NamedTrust(parsed.GetValue(blockHash), parsed.GetValue(validators), parsed.GetValue(contract), parsed.GetValue(certifier));
            if (parsed.GetValue(proofs) is { Length: > 0 } files)
                return await AuditOfProofs.RunAsync(files, named, parsed.GetValue(data)!, parsed.GetValue(chain), parsed.GetValue(json), cancellationToken);
            if (named is not (null, null, null, null))
                throw new BadInputException("--block-hash, --validators, --contract, --certifier: expected them with --proofs only");

            var directory = DataDirectory.Existing(parsed.GetValue(data)!);
            var scope = new AuditScope(
                parsed.GetValue(from), parsed.GetValue(to), parsed.GetValue(stream) is { } text ? ProofCommand.ParseFullStream(text) : null);
            if (scope.From > scope.To) throw new BadInputException($"--to: found {scope.To}, expected a batch from {scope.From} on");

            using var store = Database.OpenReadOnly(directory.Store);
            await using var view = await ChainView.OpenAsync(directory, parsed.GetValue(chain), cancellationToken);
            await view.RefuseOtherChainAsync(directory);

            var subject = new AuditSubject(directory.Store, view.Contracts.DataCertification, view.Contracts.Certifier, scope);
            using var state = OpenState(parsed.GetValue(statePath), directory, subject, parsed.GetValue(fresh));
            if (state.IsResumed) await Console.Error.WriteLineAsync("audit: goes on where an earlier one stood (--fresh begins anew)");
            var audit = new StoreAudit(store, view.Batches.RecordOfAsync, TimeProvider.System);
            var report = await ProgressDisplay.RunAsync(
                "audit", progress => audit.RunAsync(view.Contracts.Certifier, scope, state, new Batches(progress), cancellationToken));
            if (parsed.GetValue(json)) WriteJson(report, state.Findings());
            else Show(report, state.Findings());
            // Answered: the next one begins anew.
            state.Remove();
            return report.Found == 0 ? ExitCode.Success : ExitCode.No;
        });
        return command;
    }

    internal static void ShowFindings(IEnumerable<AuditFinding> findings, long found)
    {
        if (found == 0) return;

        var table = new Table().RoundedBorder()
            .AddColumn("finding").AddColumn("reading").AddColumn("stream").AddColumn("sequence").AddColumn("batch").AddColumn("detail");
        foreach (var finding in findings.Take(MostShown))
        {
            table.AddRow(
                finding.Kind.ToString(), Text(finding.Reading), Markup.Escape(finding.Stream ?? ""), Text(finding.Sequence), Text(finding.Batch),
                Markup.Escape(finding.File is { } file ? $"{file}: {finding.Detail}" : finding.Detail));
        }

        AnsiConsole.Write(table);
        if (found > MostShown) Console.WriteLine(FormattableString.Invariant($"and {found - MostShown} more findings, which --json has"));
    }

    /// <summary>Where the data directory cannot be written, an audit of it works all the same.</summary>
    private static AuditState OpenState(string? path, DataDirectory directory, AuditSubject subject, bool fresh)
    {
        if (path is not null) return AuditState.Open(path, subject, fresh);

        try
        {
            return AuditState.Open(directory.AuditState, subject, fresh);
        }
        catch (IOException e) when (e.InnerException is Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: 8 or 14 })
        {
            Console.Error.WriteLine($"audit: {directory.AuditState} cannot be written, so an interrupted audit begins anew (--state names another file)");
            return AuditState.Temporary();
        }
    }

    private static Option<ulong?> Batch(string name, string what) => CommonOptions.Number(
        name, what, "a number from 1 on",
        text => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= long.MaxValue
            ? number
            : (ulong?)null);

    /// <summary>One document, written as the findings are read: there may be more than memory holds.</summary>
    private static void WriteJson(AuditReport report, IEnumerable<AuditFinding> findings)
    {
        using var output = Console.OpenStandardOutput();
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("readings", report.Readings);
            writer.WriteNumber("certified", report.Certified);
            writer.WriteNumber("erased", report.Erased);
            writer.WriteNumber("waiting", report.Waiting);
            writer.WriteNumber("batches", report.Batches);
            writer.WriteNumber("found", report.Found);
            writer.WriteStartArray("findings");
            foreach (var finding in findings) JsonOutput.Write(writer, finding);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void Show(AuditReport report, IEnumerable<AuditFinding> findings)
    {
        var erased = report.Erased > 0 ? FormattableString.Invariant($", {report.Erased} erased") : "";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Readings} readings in {report.Batches} batches: {report.Certified} certified and unchanged{erased}, "
            + $"{report.Waiting} waiting, {report.Found} findings"));
        ShowFindings(findings, report.Found);
    }

    private static string Text<T>(T? value)
        where T : struct, IFormattable => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";

    private sealed class Batches(IProgress<Simulation.ScenarioProgress> display) : IProgress<(ulong Done, ulong Of)>
    {
        public void Report((ulong Done, ulong Of) value) => display.Report(new("batches", (long)value.Done, (long)value.Of));
    }
}
