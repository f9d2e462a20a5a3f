using System.CommandLine;
using System.Globalization;
using Platone.Certification;
using Platone.Cli.Hosting;
using Platone.Cli.Output;
using Platone.Contracts.Certification;
using Platone.Contracts.Following;
using Platone.Cryptography;
using Platone.Readings;
using Platone.Storage;
using Spectre.Console;

namespace Platone.Cli.Commands;

/// <summary><c>platone proof get|verify</c>: one reading's proof, and whether one holds.</summary>
static class ProofCommand
{
    public static Command Create() => new("proof", "Proofs of readings: get one, verify some.") { Get(), Verify() };

    private static Command Get()
    {
        var data = CommonOptions.Data();
        var reading = CommonOptions.Number(
            "--reading", "The reading's number in the store, as its receipt says.", "a number",
            text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (long?)null);
        var stream = new Option<string?>("--stream") { Description = "The stream, with or without its provider before it: 0x.../device/component/measurand/phase." };
        var sequence = CommonOptions.Number(
            "--sequence", "The reading's number in the stream.", "a number",
            text => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (ulong?)null);
        var output = new Option<string?>("--out", "-o") { Description = "The file to write; standard output without it." };
        var command = new Command("get", "Write a reading's proof file.") { data, reading, stream, sequence, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var directory = DataDirectory.Existing(parsed.GetValue(data)!);
            using var store = SqliteDatabase.OpenReadOnly(directory.Store);
            var found = Find(new ReadingQueries(store), parsed.GetValue(reading), parsed.GetValue(stream), parsed.GetValue(sequence));
            var contracts = Contracts.Deployment.ContractLine.LoadOnly(directory.Deployments);
            var proofs = new ProofSource(new BatchStore(store), new ProofChain(contracts.ChainId, contracts.DataCertification.ToString()));
            if (proofs.ProofOf(found) is not { } proof)
            {
                await Console.Error.WriteLineAsync($"Reading {found.Id} is in no batch yet: try again in a few seconds.");
                return ExitCode.No;
            }

            await WriteAsync(parsed.GetValue(output), proof.ToJson(), cancellationToken);
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Verify()
    {
        var files = new Argument<string[]>("FILE") { Description = "Proof files.", Arity = ArgumentArity.OneOrMore };
        var data = CommonOptions.Data();
        var chain = CommonOptions.Chain();
        var contract = new Option<string?>("--contract") { Description = "The DataCertification contract that you trust; without it the one that --data was deployed with." };
        var certifier = new Option<string?>("--certifier") { Description = "The certifier that you trust; without it the one of --data." };
        var json = CommonOptions.Json();
        var command = new Command("verify", "Verify proof files: leaf, path and batch record against the chain.") { files, data, chain, contract, certifier, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var results = new List<Verified>();
            foreach (var file in parsed.GetValue(files)!) results.Add(new(file, ProofVerifier.Verify(await File.ReadAllBytesAsync(file, cancellationToken)), Block: null));

            await using var node = await OpenChainAsync(parsed.GetValue(data)!, parsed.GetValue(chain), parsed.GetValue(contract), parsed.GetValue(certifier), cancellationToken);
            for (var i = 0; i < results.Count; i++) results[i] = await AgainstChainAsync(results[i], node);

            if (parsed.GetValue(json)) WriteJson(results);
            else results.ForEach(Show);
            return results.TrueForAll(item => item.Result.Valid) ? ExitCode.Success : ExitCode.No;
        });
        return command;
    }

    /// <summary>
    /// What the verifier trusts. A file never chooses that itself: anybody can deploy a contract that answers what a forged file wants.
    /// With --chain, --contract and --certifier nothing of ours is needed.
    /// </summary>
    private static async Task<TrustedChain> OpenChainAsync(string data, string? url, string? contract, string? certifier, CancellationToken cancellationToken)
    {
        if (url is not null && contract is not null && certifier is not null) return new(new Uri(url), ParseAddress("--contract", contract), ParseAddress("--certifier", certifier), View: null);
        if (url is not null && !Directory.Exists(data)) throw new BadInputException("--chain: expected --contract and --certifier with it, or the --data of a deployment");

        var view = await ChainView.OpenAsync(DataDirectory.Existing(data), url, cancellationToken);
        return new(
            view.Url, contract is null ? view.Contracts.DataCertification : ParseAddress("--contract", contract),
            certifier is null ? view.Contracts.Certifier : ParseAddress("--certifier", certifier), view);
    }

    private static Address ParseAddress(string option, string text) =>
        Address.TryParse(text, out var address) ? address : throw new BadInputException($"{option}: found '{text}', expected 0x and 40 hexadecimal digits");

    private static async Task<Verified> AgainstChainAsync(Verified item, TrustedChain chain)
    {
        if (item.Result is not { Batch: { } batch, Chain: { } named }) return item;
        if (named.DataCertification != chain.Contract.ToString()) return item.Failing("contract", $"the file names {named.DataCertification}, trusted is {chain.Contract}");
        if (batch.Certifier != chain.Certifier) return item.Failing("certifier", $"the batch is by {batch.Certifier}, trusted is {chain.Certifier}");

        var registry = new BatchRegistry(chain.Url, chain.Contract);
        if (await registry.ChainIdAsync() is var id && id != named.ChainId) return item.Failing(ProofVerifier.ChainCheck, $"the file is about chain {named.ChainId}, this chain has id {id}");
        if (!await registry.ExistsAsync()) return item.Failing(ProofVerifier.ChainCheck, $"this chain has no contract at {chain.Contract}");

        var head = await registry.HeadAsync();
        return item with { Result = item.Result.WithRecordOnChain(await registry.RecordOfAsync(batch.Certifier, batch.Number, head)), Block = head };
    }

    private static StoredReading Find(ReadingQueries queries, long? id, string? stream, ulong? sequence)
    {
        if (id is { } number) return queries.Find(number) ?? throw new BadInputException($"--reading: found {number}, expected a reading of the store");
        if (stream is null || sequence is null) throw new BadInputException("expected --reading ID, or --stream S --sequence N");

        var (provider, name) = ParseStream(queries, stream);
        return queries.Find(provider, name, sequence.Value) ?? throw new BadInputException($"--sequence: found {sequence}, expected a number that stream {stream} has");
    }

    private static (Address Provider, StreamName Name) ParseStream(ReadingQueries queries, string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash == 42 && Address.TryParse(text[..slash], out var provider) && StreamName.TryParse(text[(slash + 1)..], out var full)) return (provider, full);
        if (!StreamName.TryParse(text, out var name)) throw new BadInputException($"--stream: found '{text}', expected [0x.../]device/component/measurand/phase");

        return queries.ProvidersOf(name) switch
        {
            [var only] => (only, name),
            [] => throw new BadInputException($"--stream: found '{text}', expected a stream of the store"),
            var several => throw new BadInputException($"--stream: '{text}' is a stream of {several.Count} providers, expected one of {string.Join(", ", several)} before it"),
        };
    }

    private static async Task WriteAsync(string? path, string json, CancellationToken cancellationToken)
    {
        if (path is null) Console.WriteLine(json);
        else await File.WriteAllTextAsync(path, json + Environment.NewLine, cancellationToken);
    }

    /// <summary>One file: its object. Several: an array of them.</summary>
    private static void WriteJson(List<Verified> results)
    {
        var documents = results.ConvertAll(item => new
        {
            item.File,
            item.Result.Valid,
            item.Result.Reading,
            Root = item.Result.Batch?.Root.ToString(),
            Batch = item.Result.Batch?.Number,
            Block = item.Block is { } block ? new { block.Number, Hash = block.Hash.ToString() } : null,
            item.Result.Checks,
        });
        if (documents is [var only]) JsonOutput.Write(only);
        else JsonOutput.Write(documents);
    }

    private static void Show(Verified item)
    {
        var (file, result) = (item.File, item.Result);
        var table = new Table().RoundedBorder().Title(Markup.Escape($"{file}: {(result.Valid ? "valid" : "NOT VALID")}")).AddColumn("check").AddColumn("ok").AddColumn("detail");
        foreach (var check in result.Checks) table.AddRow(check.Name, check.Ok ? "[green]yes[/]" : "[red]NO[/]", Markup.Escape(check.Detail ?? ""));
        AnsiConsole.Write(table);
        if (result.Reading is { } reading)
            Console.WriteLine($"{reading.Stream} number {reading.Sequence} of {reading.Provider}: {reading.Value} {reading.Unit} at {reading.Time}");
    }

    /// <param name="Block">The block at which the chain was asked.</param>
    private sealed record Verified(string File, ProofResult Result, ChainPosition? Block)
    {
        public Verified Failing(string check, string detail) => this with { Result = Result with { Checks = [.. Result.Checks, new(check, false, detail)] } };
    }

    private sealed record TrustedChain(Uri Url, Address Contract, Address Certifier, ChainView? View) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => View?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
