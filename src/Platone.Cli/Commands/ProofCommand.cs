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
    /// <summary>In one range proof: some 10 MB of file.</summary>
    private const int MostReadings = 10_000;

    public static Command Create() =>
        new("proof", "Proofs of readings: get one, verify some, write a page that verifies.") { Get(), ProofVerification.Create(), ProofPage.Create() };

    private static Command Get()
    {
        var data = CommonOptions.Data();
        var chain = CommonOptions.Chain();
        var reading = CommonOptions.Number(
            "--reading", "The reading's number in the store, as its receipt says.", "a number",
            text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (long?)null);
        var stream = new Option<string?>("--stream")
        {
            Description = "The stream, with or without its provider before it: 0x.../device/component/measurand/phase.",
        };
        var sequence = Sequence("--sequence", "The reading's number in the stream.");
        var from = Sequence("--from", "The first number of a range of --stream: proves these readings and that there are no others.");
        var to = Sequence("--to", "The last number of the range.");
        var output = new Option<string?>("--out", "-o") { Description = "The file to write; standard output without it." };
        var command = new Command("get", "Write the proof file of a reading, or of a range of a stream's readings.")
        {
            data, chain, reading, stream, sequence, from, to, output,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var directory = DataDirectory.Existing(parsed.GetValue(data)!);
            using var store = Database.OpenReadOnly(directory.Store);
            var queries = new ReadingQueries(store);
            IReadOnlyList<StoredReading> found = parsed.GetValue(from) is null && parsed.GetValue(to) is null
                ? [Find(queries, new(store), parsed.GetValue(reading), parsed.GetValue(stream), parsed.GetValue(sequence))]
                : FindRange(queries, new(store), parsed.GetValue(stream), parsed.GetValue(from), parsed.GetValue(to));
            var proofs = new ProofSource(new BatchStore(store));
            if (found.FirstOrDefault(one => one.Batch is null) is { } waiting)
            {
                await Console.Error.WriteLineAsync($"Reading {waiting.Id} is in no batch yet: try again in a few seconds.");
                return ExitCode.No;
            }

            var batch = proofs.BatchOf(found.MaxBy(one => one.Batch)!)
                ?? throw new BadInputException($"{directory.Store}: found no batch {found.Max(one => one.Batch)}, expected it: run platone audit");
            await using var view = await ChainView.OpenAsync(directory, parsed.GetValue(chain), cancellationToken);
            if (await view.Proofs.FindAsync(batch.Record, SigningDevice.Of(found), cancellationToken) is not { } proven)
            {
                await Console.Error.WriteLineAsync($"Batch {batch.Record.Number} is not on the chain yet: try again in a few seconds.");
                return ExitCode.No;
            }

            var isRange = parsed.GetValue(from) is not null;
            var json = isRange
                ? proofs.ProofOf(found[0].Provider, found[0].Stream, found, proven.Chain).ToJson()
                : ProofSource.ProofOf(found[0], batch, proven.Chain)?.ToJson()
                    ?? throw new BadInputException(
                        $"{directory.Store}: found reading {found[0].Id} at a position that its batch does not have: run platone audit");
            await WriteAsync(parsed.GetValue(output), json, cancellationToken);
            return ExitCode.Success;
        });
        return command;
    }

    private static StoredReading Find(ReadingQueries queries, ErasedReadings erased, long? id, string? stream, ulong? sequence)
    {
        if (id is { } lost && erased.Find(lost) is { } gone) throw new BadInputException($"--reading: {gone} An erased reading cannot be proved.");
        if (id is { } number) return queries.Find(number) ?? throw new BadInputException($"--reading: found {number}, expected a reading of the store");
        if (stream is null || sequence is null) throw new BadInputException("expected --reading ID, or --stream S --sequence N");

        var (provider, name) = ParseStream(queries, stream);
        if (erased.Find(provider, name, sequence.Value) is { } erasedOne)
            throw new BadInputException($"--sequence: {erasedOne} An erased reading cannot be proved.");
        if (erased.FirstTombstone(provider, name, sequence.Value, sequence.Value) is { } own)
            throw new BadInputException($"--sequence: number {own} is the tombstone of an erased reading, which proof files do not hold");

        return queries.Find(provider, name, sequence.Value)
            ?? throw new BadInputException($"--sequence: found {sequence}, expected a number that stream {stream} has");
    }

    /// <summary>The range's readings; it begins and ends with readings, so where the ends have none it is drawn together, and that is told.</summary>
    private static IReadOnlyList<StoredReading> FindRange(ReadingQueries queries, ErasedReadings erased, string? stream, ulong? from, ulong? to)
    {
        if (stream is null || from is null || to is null) throw new BadInputException("expected --stream S --from N --to M");

        var (provider, name) = ParseStream(queries, stream);
        if (erased.First(provider, name, from.Value, to.Value) is { } gone)
            throw new BadInputException($"--from, --to: {gone} A range over an erased reading cannot be proved.");
        if (erased.FirstTombstone(provider, name, from.Value, to.Value) is { } tombstone)
            throw new BadInputException($"--from, --to: number {tombstone} is the tombstone of an erased reading, which a range proof does not hold");

        var found = queries.Find(provider, name, from.Value, to.Value, MostReadings + 1);
        if (found.Count == 0) throw new BadInputException($"--from, --to: found {from} to {to}, expected numbers that stream {stream} has");
        if (found.Count > MostReadings)
            throw new BadInputException($"--from, --to: found more than {MostReadings} readings, expected at most so many in one proof");

        if (found[0].Sequence != from || found[^1].Sequence != to)
            Console.Error.WriteLine($"The stream has numbers {found[0].Sequence} to {found[^1].Sequence} of these: the proof is about them.");
        return found;
    }

    private static Option<ulong?> Sequence(string name, string what) => CommonOptions.Number(
        name, what, "a number", text => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (ulong?)null);

    internal static (Address Provider, StreamName Name) ParseStream(ReadingQueries queries, string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash == 42 && Address.TryParse(text[..slash], out var provider) && StreamName.TryParse(text[(slash + 1)..], out var full)) return (provider, full);
        if (!StreamName.TryParse(text, out var name))
            throw new BadInputException($"--stream: found '{text}', expected [0x.../]device/component/measurand/phase");

        return queries.ProvidersOf(name) switch
        {
            [var only] => (only, name),
            [] => throw new BadInputException($"--stream: found '{text}', expected a stream of the store"),
            var several => throw new BadInputException(
                $"--stream: '{text}' is a stream of {several.Count} providers, expected one of {string.Join(", ", several)} before it"),
        };
    }

    /// <summary>A stream with its provider before it.</summary>
    internal static (Address Provider, StreamName Name) ParseFullStream(string text) =>
        text.IndexOf('/', StringComparison.Ordinal) is var slash && slash > 0 && Address.TryParse(text[..slash], out var provider)
            && StreamName.TryParse(text[(slash + 1)..], out var name)
            ? (provider, name)
            : throw new BadInputException($"--stream: found '{text}', expected 0x.../device/component/measurand/phase");

    private static async Task WriteAsync(string? path, string json, CancellationToken cancellationToken)
    {
        if (path is null) Console.WriteLine(json);
        else await File.WriteAllTextAsync(path, json + Environment.NewLine, cancellationToken);
    }
}
