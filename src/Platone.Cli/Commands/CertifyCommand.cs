using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Platone.Cli.Archives;
using Platone.Cli.Output;
using Platone.Cli.Wallets;
using Platone.Client;
using Platone.Protocol;
using Platone.Readings;
using Platone.Simulation;

namespace Platone.Cli.Commands;

/// <summary><c>platone certify import</c>: readings of the time before the framework, certified late and marked so.</summary>
static class CertifyCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public static Command Create() => new("certify", "Certify readings that are there already.") { Import() };

    private static Command Import()
    {
        var paths = new Argument<string[]>("FILE")
        {
            Description = "Tables (.csv), MeterReadings of IEC 61968-9 (.xml), folders or zip files with such.",
            Arity = ArgumentArity.OneOrMore,
        };
        var column = new Option<string[]>("--column")
        {
            Description =
                "NAME=COLUMN: which column of a table is device, component, measurand, phase, time, value, unit or quality; by these names without it.",
            AllowMultipleArgumentsPerToken = true,
        };
        var set = new Option<string[]>("--set")
        {
            Description = "NAME=TEXT: what every reading of the tables has there, such as unit=kWh.",
            AllowMultipleArgumentsPerToken = true,
        };
        var separator = new Option<string>("--separator") { Description = "Between a table's fields.", DefaultValueFactory = _ => "," };
        var decimalComma = new Option<bool>("--decimal-comma") { Description = "Values are written 1.234,5." };
        var zone = new Option<string?>("--zone") { Description = "Of times that have none: Z, or a difference from UTC such as +01:00." };
        var device = new Option<string?>("--device") { Description = "Under whose name MeterReadings of several meters are shared." };
        var receipts = new Option<string?>("--receipts")
        {
            Description = "Where the receipts are kept, a line of JSON a message; a file that is there goes on.",
        };
        var checkOnly = new Option<bool>("--check") { Description = "Read everything and hand in nothing." };
        var (wallet, passwordFile, url, ca, data, json) = (
            WalletOption.Create(), CommonOptions.PasswordFile(), AccessLayerUrl.Option(), CommonOptions.Authority(), CommonOptions.Data(),
            CommonOptions.Json());
        var command = new Command(
            "import",
            "Hand in an archive as its provider: all of it is read and checked first, then handed in, and waited for until the chain has it. What is there "
            + "already is left as it is, so it can be repeated.")
        {
            paths, column, set, separator, decimalComma, zone, device, receipts, checkOnly, wallet, passwordFile, url, ca, data, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var columns = new ColumnMap(
                parsed.GetValue(column) ?? [], parsed.GetValue(set) ?? [], ParseSeparator(parsed.GetValue(separator)!), parsed.GetValue(decimalComma),
                parsed.GetValue(zone));
            var archive = new Archive(new ArchiveFiles(parsed.GetValue(paths)!), columns, parsed.GetValue(device));
            var outcome = await ProgressDisplay.RunAsync("import", async progress =>
            {
                var all = Check(archive, progress, cancellationToken);
                if (parsed.GetValue(checkOnly)) return all;

                using var http = AccessLayerUrl.Connect(parsed.GetValue(url), parsed.GetValue(ca), parsed.GetValue(data)!);
                var provider = new AccessClient(http, WalletOption.Load(parsed.GetValue(wallet), parsed.GetValue(passwordFile)), TimeProvider.System);
                return await HandInAsync(archive, all, provider, parsed.GetValue(receipts), progress, cancellationToken);
            });
            if (parsed.GetValue(json)) JsonOutput.Write(outcome);
            else Show(outcome);
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Reads everything once: of an archive with a fault nothing is handed in.</summary>
    private static Imported Check(Archive archive, IProgress<ScenarioProgress> progress, CancellationToken cancellationToken)
    {
        var (readings, from, to) = (0L, long.MaxValue, long.MinValue);
        try
        {
            foreach (var (_, decoded) in archive.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                readings += decoded.Readings.Count;
                from = Math.Min(from, decoded.Readings.Min(reading => reading.TimeMicros));
                to = Math.Max(to, decoded.Readings.Max(reading => reading.TimeMicros));
                progress.Report(new("checked", readings, readings));
            }
        }
        catch (PayloadException e)
        {
            throw new BadInputException(e.Message);
        }
        catch (System.Text.DecoderFallbackException e)
        {
            throw new BadInputException($"found bytes that are no UTF-8 ({e.Message}), expected UTF-8");
        }

        return readings > 0
            ? new(readings, IsoTime.Format(from), IsoTime.Format(to), 0, null)
            : throw new BadInputException("found no readings, expected some");
    }

    private static async Task<Imported> HandInAsync(
        Archive archive, Imported all, AccessClient provider, string? receiptsFile, IProgress<ScenarioProgress> progress, CancellationToken cancellationToken)
    {
        await using var receipts = receiptsFile is null ? null : new StreamWriter(receiptsFile, append: true);
        var (receipted, last) = (0L, 0L);
        foreach (var (piece, _) in archive.Read())
        {
            var message = await provider.IngestAsync(piece.Device!, piece.Payload, late: true, cancellationToken);
            if (receipts is not null) await receipts.WriteLineAsync(JsonSerializer.Serialize(message, ProtocolJson.Default.ReceiptMessage));
            receipted += message.Receipts.Count;
            last = Math.Max(last, message.Receipts.Max(receipt => receipt.Id));
            progress.Report(new("handed in", receipted, all.Readings));
        }

        await CertifiedAsync(provider, last, progress, cancellationToken);
        return all with { Receipted = receipted, LastReading = last };
    }

    /// <summary>Readings are certified in the order in which they were accepted, so the last one tells of all.</summary>
    private static async Task CertifiedAsync(AccessClient provider, long last, IProgress<ScenarioProgress> progress, CancellationToken cancellationToken)
    {
        progress.Report(new("certified", 0, 1));
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await provider.ProofAsync(last, cancellationToken);
                progress.Report(new("certified", 1, 1));
                return;
            }
            catch (AccessRefusedException e) when (e.Status is 409 or 503 && TimeProvider.System.GetElapsedTime(start) < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken);
            }
        }
    }

    private static char ParseSeparator(string text) => text switch
    {
        [var one] when one != '"' => one,
        "\\t" or "tab" => '\t',
        _ => throw new BadInputException($"--separator: found '{text}', expected one character, or tab"),
    };

    private static void Show(Imported outcome)
    {
        var done = outcome.LastReading is null
            ? "nothing wrong with them, nothing handed in"
            : string.Create(CultureInfo.InvariantCulture, $"{outcome.Receipted} receipted and certified");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{outcome.Readings} readings from {outcome.From} to {outcome.To}: {done}"));
    }

    /// <param name="From">The earliest measurement's time, ISO 8601.</param>
    /// <param name="Receipted">Those that were there already included.</param>
    /// <param name="LastReading">The highest number that any of them has in the store; null where nothing was handed in.</param>
    private sealed record Imported(long Readings, string From, string To, long Receipted, long? LastReading);
}
