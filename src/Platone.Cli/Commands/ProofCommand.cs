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

/// <summary><c>platone proof get|verify|page</c>: one reading's proof, whether one holds, and a page that tells it to others.</summary>
static class ProofCommand
{
    public static Command Create() => new("proof", "Proofs of readings: get one, verify some, write a page that verifies.") { Get(), ProofVerification.Create(), ProofPage.Create() };

    private static Command Get()
    {
        var data = CommonOptions.Data();
        var chain = CommonOptions.Chain();
        var reading = CommonOptions.Number(
            "--reading", "The reading's number in the store, as its receipt says.", "a number",
            text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (long?)null);
        var stream = new Option<string?>("--stream") { Description = "The stream, with or without its provider before it: 0x.../device/component/measurand/phase." };
        var sequence = CommonOptions.Number(
            "--sequence", "The reading's number in the stream.", "a number",
            text => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (ulong?)null);
        var output = new Option<string?>("--out", "-o") { Description = "The file to write; standard output without it." };
        var command = new Command("get", "Write a reading's proof file.") { data, chain, reading, stream, sequence, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var directory = DataDirectory.Existing(parsed.GetValue(data)!);
            using var store = SqliteDatabase.OpenReadOnly(directory.Store);
            var found = Find(new ReadingQueries(store), parsed.GetValue(reading), parsed.GetValue(stream), parsed.GetValue(sequence));
            var proofs = new ProofSource(new BatchStore(store));
            if (proofs.BatchOf(found) is not { } batch)
            {
                await Console.Error.WriteLineAsync($"Reading {found.Id} is in no batch yet: try again in a few seconds.");
                return ExitCode.No;
            }

            await using var view = await ChainView.OpenAsync(directory, parsed.GetValue(chain), cancellationToken);
            if (await view.Proofs.FindAsync(batch.Record, cancellationToken) is not { } proven || ProofSource.ProofOf(found, batch, proven.Chain) is not { } proof)
            {
                await Console.Error.WriteLineAsync($"Batch {batch.Record.Number}, which holds reading {found.Id}, is not on the chain yet: try again in a few seconds.");
                return ExitCode.No;
            }

            await WriteAsync(parsed.GetValue(output), proof.ToJson(), cancellationToken);
            return ExitCode.Success;
        });
        return command;
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
}
