using System.CommandLine;
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
        var blockHash = new Option<string?>("--block-hash") { Description = "The hash of the block that you trust; nothing is asked of any node." };
        var validators = new Option<string?>("--validators") { Description = "A file with the QBFT validators that you trust (docs/proofs.md); nothing is asked of any node." };
        var chain = CommonOptions.Chain();
        var contract = new Option<string?>("--contract") { Description = "The DataCertification contract that you trust; without it the one that --data was deployed with." };
        var certifier = new Option<string?>("--certifier") { Description = "The certifier that you trust; without it the one of --data." };
        var json = CommonOptions.Json();
        var command = new Command("verify", "Verify proof files offline, by a block hash or by validators that you trust, or against a node.")
        {
            files, data, blockHash, validators, chain, contract, certifier, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var verified = new List<Verified>();
            foreach (var file in parsed.GetValue(files)!) verified.Add(new(file, Verify(await File.ReadAllBytesAsync(file, cancellationToken))));

            var named = new NamedTrust(parsed.GetValue(blockHash), parsed.GetValue(validators), parsed.GetValue(contract), parsed.GetValue(certifier));
            await using var trust = await ProofTrust.OpenAsync(named, parsed.GetValue(data)!, parsed.GetValue(chain), cancellationToken);
            for (var i = 0; i < verified.Count; i++) verified[i] = verified[i] with { Result = await trust.CheckAsync(verified[i].Result) };

            if (trust.Contract is null || trust.Certifier is null)
                await Console.Error.WriteLineAsync("The files' contract and certifier are only what the files name: compare them with those that the consortium publishes (--contract, --certifier).");
            if (parsed.GetValue(json)) WriteJson(verified);
            else verified.ForEach(Show);
            return verified.TrueForAll(item => item.Result.Valid) ? ExitCode.Success : ExitCode.No;
        });
        return command;
    }

    /// <summary>The checks that a file of either kind needs nobody's trust for.</summary>
    internal static ProofVerdict Verify(byte[] json) => RangeProofFile.IsOne(json) ? RangeVerifier.Verify(json) : ProofVerifier.Verify(json);

    /// <summary>One file: its object. Several: an array of them.</summary>
    private static void WriteJson(List<Verified> results)
    {
        var documents = results.ConvertAll(item => new
        {
            item.File,
            item.Result.Valid,
            (item.Result as ProofResult)?.Reading,
            Range = item.Result is RangeResult { File: { } range } result
                ? new { range.Provider, range.Stream, range.First, range.Last, result.Readings, result.Missing, Batches = range.Batches.Count }
                : null,
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
        var table = new Table().RoundedBorder().Title(Markup.Escape($"{file}: {(result.Valid ? "valid" : "NOT VALID")}")).AddColumn("check").AddColumn("ok").AddColumn("detail");
        foreach (var check in result.Checks) table.AddRow(check.Name, check.Ok ? "[green]yes[/]" : "[red]NO[/]", Markup.Escape(check.Detail ?? ""));
        AnsiConsole.Write(table);
        if (result is ProofResult { Reading: { } reading })
            Console.WriteLine($"{reading.Stream} number {reading.Sequence} of {reading.Provider}: {reading.Value} {reading.Unit} at {reading.Time}");
        if (result is RangeResult { File: { } range, Missing: var missing } whole)
        {
            var gaps = missing.Count == 0 ? "without a gap" : $"without {string.Join(", ", missing.Select(run => run.From == run.To ? $"{run.From}" : $"{run.From} to {run.To}"))}";
            Console.WriteLine($"{range.Stream} numbers {range.First} to {range.Last} of {range.Provider}: {whole.Readings} readings {gaps}, and no other in {range.Batches.Count} batches");
        }

        if (result is { Batch: { } batch, Header: { } header, Chain: { } chain })
            Console.WriteLine($"batch {batch.Number} of certifier {batch.Certifier}{(batch.Flags.HasFlag(BatchFlags.Late) ? ", certified late" : "")}, in contract {chain.DataCertification} on chain {chain.ChainId} at block {header.Number}, {BlockTrust.HashOf(header)}");
    }

    private sealed record Verified(string File, ProofVerdict Result);
}
