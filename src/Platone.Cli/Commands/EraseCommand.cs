using System.CommandLine;
using System.Globalization;
using Platone.Cli.Hosting;
using Platone.Cli.Output;
using Platone.Cli.Wallets;
using Platone.Client;
using Platone.Cryptography;
using Platone.Protocol;
using Platone.Readings;
using Platone.Storage;

namespace Platone.Cli.Commands;

/// <summary><c>platone erase</c>: takes certified readings out of the store for good; tombstones are certified in their place.</summary>
static class EraseCommand
{
    public static Command Create()
    {
        var (data, json) = (CommonOptions.Data(), CommonOptions.Json());
        var (wallet, passwordFile) = (WalletOption.Create(), CommonOptions.PasswordFile());
        wallet.Description = "Key file of the provider; without it PLATONE_KEY, or the operator's key of --data. Not needed while nothing runs with --data.";
        var reading = CommonOptions.Number(
            "--reading", "The reading's number in the store, as its receipt says.", "a number",
            text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (long?)null);
        var stream = new Option<string?>("--stream")
        {
            Description = "The stream, with or without its provider before it: 0x.../device/component/measurand/phase.",
        };
        var sequence = Sequence("--sequence", "The reading's number in the stream.");
        var from = Sequence("--from", "The first number of several readings of --stream.");
        var to = Sequence("--to", "The last number.");
        var reason = new Option<string>("--reason") { Description = "Why; kept and certified as a hash, so it must not say what is erased.", Required = true };
        var command = new Command("erase", "Erase certified readings for good: value, raw part and salt go, a tombstone is certified.")
        {
            data, wallet, passwordFile, reading, stream, sequence, from, to, reason, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var directory = DataDirectory.Existing(parsed.GetValue(data)!);
            ErasureOrder order;
            using (var store = Database.OpenReadOnly(directory.Store))
            {
                order = Order(
                    store, parsed.GetValue(reading), parsed.GetValue(stream), parsed.GetValue(sequence) ?? parsed.GetValue(from),
                    parsed.GetValue(sequence) ?? parsed.GetValue(to), parsed.GetValue(reason)!);
            }

            IReadOnlyList<ErasureView> erased;
            try
            {
                erased = Endpoints.Find(directory) is { } running
                    ? await AskAsync(
                        directory, running.AccessLayer, Wallet(directory, parsed.GetValue(wallet), parsed.GetValue(passwordFile)), order, cancellationToken)
                    : await EraseAsync(directory, order, cancellationToken);
            }
            catch (ErasureRefusedException e)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return ExitCode.No;
            }

            if (parsed.GetValue(json)) JsonOutput.Write(erased);
            else Show(erased);
            return ExitCode.Success;
        });
        return command;
    }

    private static ErasureOrder Order(Database store, long? reading, string? stream, ulong? first, ulong? last, string reason)
    {
        if (reading is { } id)
        {
            if (new ErasedReadings(store).Find(id) is { } gone) return new(gone.Provider, gone.Stream, gone.Sequence, gone.Sequence, reason);

            var found = new ReadingQueries(store).Find(id) ?? throw new BadInputException($"--reading: found {id}, expected a reading of the store");
            return new(found.Provider, found.Stream, found.Sequence, found.Sequence, reason);
        }

        if (stream is null || first is null || last is null)
            throw new BadInputException("expected --reading ID, or --stream S --sequence N, or --stream S --from N --to M");
        if (first > last) throw new BadInputException($"--to: found {last}, expected a number from {first} on");

        var (provider, name) = ProofCommand.ParseStream(new ReadingQueries(store), stream);
        return new(provider, name, first.Value, last.Value, reason);
    }

    /// <summary>The running access layer is the store's writer: only through it no number is given twice.</summary>
    private static async Task<IReadOnlyList<ErasureView>> AskAsync(
        DataDirectory directory, Uri accessLayer, PrivateKey wallet, ErasureOrder order, CancellationToken cancellationToken)
    {
        using var http = AccessLayerUrl.Connect(directory, accessLayer);
        return await new AccessClient(http, wallet, TimeProvider.System).EraseAsync(
            order.Provider, order.Stream.ToString(), order.First, order.Last, order.Reason, cancellationToken);
    }

    private static async Task<IReadOnlyList<ErasureView>> EraseAsync(DataDirectory directory, ErasureOrder order, CancellationToken cancellationToken)
    {
        using var alone = directory.Lock();
        using var store = Database.Open(directory.Store);
        var erased = await new ReadingStore(store).EraseAsync(order, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1000, cancellationToken);
        return
        [
            .. erased.Select(item => new ErasureView(item.Provider.ToString(), item.Stream.ToString(), item.Sequence, item.Reading, item.TombstoneSequence)),
        ];
    }

    private static void Show(IReadOnlyList<ErasureView> erased)
    {
        foreach (var one in erased)
        {
            Console.WriteLine(
                $"erased: reading {one.Reading}, number {one.Sequence} of {one.Provider}/{one.Stream}; its tombstone is number {one.Tombstone}");
        }
    }

    private static PrivateKey Wallet(DataDirectory directory, string? file, string? passwordFile)
    {
        var own = Path.Combine(directory.Wallets, "operator.key");
        return WalletOption.Load(
            file ?? (Environment.GetEnvironmentVariable("PLATONE_KEY") is { Length: > 0 } || !File.Exists(own) ? null : own), passwordFile);
    }

    private static Option<ulong?> Sequence(string name, string what) => CommonOptions.Number(
        name, what, "a number from 1 on",
        text => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : (ulong?)null);
}
