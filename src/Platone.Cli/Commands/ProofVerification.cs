using System.CommandLine;
using System.Globalization;
using Platone.Certification;
using Platone.Cli.Hosting;
using Platone.Cli.Output;
using Platone.Contracts.Deployment;
using Platone.Cryptography;
using Spectre.Console;

namespace Platone.Cli.Commands;

/// <summary><c>platone proof verify</c>: whether proof files hold, and why their blocks are to be believed.</summary>
static class ProofVerification
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Proof files.", Arity = ArgumentArity.OneOrMore };
        var data = CommonOptions.Data();
        var chain = CommonOptions.Chain();
        var (blockHash, validators, contract, certifier) = Trust();
        var json = CommonOptions.Json();
        var command = new Command("verify", "Verify proof files offline, by a block hash or by validators that you trust, or against a node.")
        {
            files, data, blockHash, validators, chain, contract, certifier, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var verified = new List<Verified>();
            foreach (var file in parsed.GetValue(files)!) verified.Add(new(file, AnyProof.Verify(await File.ReadAllBytesAsync(file, cancellationToken))));

            var named = new NamedTrust(parsed.GetValue(blockHash), parsed.GetValue(validators), parsed.GetValue(contract), parsed.GetValue(certifier));
            await using var trust = await ProofTrust.OpenAsync(named, parsed.GetValue(data)!, parsed.GetValue(chain), cancellationToken);
            for (var i = 0; i < verified.Count; i++) verified[i] = verified[i] with { Result = await trust.CheckAsync(verified[i].Result) };

            if (trust.Contract is null || trust.Certifier is null)
                await Console.Error.WriteLineAsync(
                    "The files' contract and certifier are only what the files name: "
                    + "compare them with those that the consortium publishes (--contract, --certifier).");
            if (parsed.GetValue(json)) WriteJson(verified);
            else verified.ForEach(Show);
            return verified.TrueForAll(item => item.Result.Valid) ? ExitCode.Success : ExitCode.No;
        });
        return command;
    }

    /// <summary>What whoever verifies trusts.</summary>
    internal static (Option<string?> BlockHash, Option<string?> Validators, Option<string?> Contract, Option<string?> Certifier) Trust() => (
        new("--block-hash") { Description = "The hash of the block that you trust; nothing is asked of any node." },
        new("--validators") { Description = "A file with the QBFT validators that you trust (docs/proofs.md); nothing is asked of any node." },
        new("--contract") { Description = "The DataCertification contract that you trust; without it the one that --data was deployed with." },
        new("--certifier") { Description = "The certifier that you trust; without it the one of --data." });

    /// <summary>One file: its object. Several: an array of them.</summary>
    private static void WriteJson(List<Verified> results)
    {
        var documents = results.ConvertAll(item => new
        {
            item.File,
            item.Result.Valid,
            (item.Result as ProofResult)?.Reading,
            Origin = OriginOf(item.Result),
            Device = item.Result is ProofResult { Device: { } device } one ? Shown(device, one.Batch) : null,
            Range = item.Result is RangeResult { File: { } range } result
                ? new { range.Provider, range.Stream, range.First, range.Last, result.Readings, result.Missing, Batches = range.Batches.Count, result.Signed,
                    Devices = result.Devices.Select(key => Shown(key, result.Batch)) }
                : null,
            (item.Result as UsageResult)?.Usage,
            Root = item.Result.Batch?.Root.ToString(),
            Batch = item.Result.Batch?.Number,
            Late = item.Result.Batch?.Flags.HasFlag(BatchFlags.Late),
            Certifier = item.Result.Batch?.Certifier.ToString(),
            Contract = item.Result.Chain?.DataCertification,
            item.Result.Chain?.ChainId,
            Block = item.Result.Header is { } header ? new { header.Number, Hash = BlockTrust.HashOf(header).ToString() } : null,
            item.Result.Checks,
        });
        if (documents is [var only]) JsonOutput.Write(only);
        else JsonOutput.Write(documents);
    }

    private static void Show(Verified item)
    {
        var (file, result) = item;
        var table = new Table()
            .RoundedBorder()
            .Title(Markup.Escape($"{file}: {(result.Valid ? "valid" : "NOT VALID")}"))
            .AddColumn("check")
            .AddColumn("ok")
            .AddColumn("detail");
        foreach (var check in result.Checks) table.AddRow(check.Name, check.Ok ? "[green]yes[/]" : "[red]NO[/]", Markup.Escape(check.Detail ?? ""));
        AnsiConsole.Write(table);
        if (result is ProofResult { Reading: { } reading })
            Console.WriteLine($"{reading.Stream} number {reading.Sequence} of {reading.Provider}: {reading.Value} {reading.Unit} at {reading.Time}");
        if (result is ProofResult { Reading: not null } single)
        {
            Console.WriteLine(single.Device is { } key
                ? $"origin: device; value and number are signed by {Text(key, single.Batch)}"
                : "origin: operator; that the device sent it, and its number, is the operator's word");
        }

        if (result is RangeResult { File: { } range, Missing: var missing } whole)
        {
            var gaps = missing.Count == 0
                ? "without a gap"
                : $"without {string.Join(", ", missing.Select(run => run.From == run.To ? $"{run.From}" : $"{run.From} to {run.To}"))}";
            Console.WriteLine(
                $"{range.Stream} numbers {range.First} to {range.Last} of {range.Provider}: {whole.Readings} readings {gaps}, "
                + $"and no other in {range.Batches.Count} batches");
            var signers = string.Concat(whole.Devices.Select(key => $"; signed by {Text(key, whole.Batch)}"));
            Console.WriteLine($"origin: device of {whole.Signed} readings, operator of {whole.Readings - whole.Signed}{signers}");
        }

        if (result is UsageResult { Usage: { } usage })
        {
            Console.WriteLine(
                $"by declaration {usage.Declaration} of {usage.Provider}: {usage.Messages} messages, {usage.Bytes} bytes, {usage.First} to {usage.Last}");
        }

        if (result is { Batch: { } batch, Header: { } header, Chain: { } chain })
        {
            var late = batch.Flags.HasFlag(BatchFlags.Late) ? ", certified late" : "";
            Console.WriteLine(
                $"batch {batch.Number} of certifier {batch.Certifier}{late}, in contract {chain.DataCertification} "
                + $"on chain {chain.ChainId} at block {header.Number}, {BlockTrust.HashOf(header)}");
        }
    }

    /// <summary>
    /// Whose word a reading is: its device's, where that is proved, else the operator's. Null of a range, whose readings may differ, and where nothing could be
    /// read.
    /// </summary>
    private static string? OriginOf(ProofVerdict verdict) =>
        verdict is ProofResult { Reading: not null } result ? (result.Device is null ? "operator" : "device") : null;

    private static ShownKey Shown(DeviceKey key, BatchRecord? batch) => new(
        key.Device.ToString(), key.Registered, key.Retired, key.Retired is null || batch is null ? null : key.IsRetiredBefore(batch.Value));

    private static string Text(DeviceKey key, BatchRecord? batch)
    {
        var retired = Shown(key, batch) switch
        {
            { Retired: { } at, RetiredBeforeBatch: true } => $", RETIRED {Time(at)}, before the batch was closed",
            { Retired: { } at } => $", retired {Time(at)}, after the batch was closed",
            _ => "",
        };
        return $"{key.Device}, registered {Time(key.Registered)}{retired}";
    }

    /// <summary>A block's time: the chain's word, so it may be anything.</summary>
    private static string Time(ulong seconds) => seconds <= (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds()
        ? DateTimeOffset.FromUnixTimeSeconds((long)seconds).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)
        : FormattableString.Invariant($"{seconds} s");

    /// <param name="Registered">Unix seconds.</param>
    /// <param name="Retired">Unix seconds, null while the key is in force.</param>
    /// <param name="RetiredBeforeBatch">By the certifier's clock; null where the key is not retired.</param>
    private sealed record ShownKey(string Address, ulong Registered, ulong? Retired, bool? RetiredBeforeBatch);

    private sealed record Verified(string File, ProofVerdict Result);
}
