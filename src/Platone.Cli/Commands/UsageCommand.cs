using System.CommandLine;
using System.Globalization;
using Platone.Client;
using Platone.Protocol;
using Spectre.Console;

namespace Platone.Cli.Commands;

/// <summary><c>platone access usage</c>: what was delivered by a declaration, and the proofs of it.</summary>
static class UsageCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = "The declaration." };
        var proofs = new Option<DirectoryInfo?>("--proofs") { Description = "Write the proof file of each certified record into this folder." };
        const string What = "What was delivered by a declaration, hour by hour, and the records that certify it.";
        return WalletCall.Create("usage", What, [id, proofs], async (parsed, client, cancellationToken) =>
        {
            var usage = await client.UsageAsync(CommonOptions.ParseHash("ID", parsed.GetValue(id)!), cancellationToken);
            if (parsed.GetValue(proofs) is { } folder) await WriteProofsAsync(client, usage, folder, cancellationToken);
            return usage;
        }, Show);
    }

    private static async Task WriteProofsAsync(AccessClient client, UsageView usage, DirectoryInfo folder, CancellationToken cancellationToken)
    {
        folder.Create();
        foreach (var record in usage.Records.Where(record => record.Batch is not null))
        {
            var file = Path.Combine(folder.FullName, string.Create(CultureInfo.InvariantCulture, $"usage-{record.Id}.json"));
            await File.WriteAllBytesAsync(file, await client.UsageProofAsync(record.Id, cancellationToken), cancellationToken);
            await Console.Error.WriteLineAsync(file);
        }
    }

    private static void Show(UsageView usage)
    {
        var hours = new Table().RoundedBorder().AddColumn("hour").AddColumn("means").AddColumn("messages").AddColumn("bytes").AddColumn("recorded");
        foreach (var hour in usage.Hours)
            hours.AddRow(hour.Hour, hour.Means, Text(hour.Messages), Text(hour.Bytes), Text(hour.Recorded));
        AnsiConsole.Write(hours);

        var records = new Table().RoundedBorder().AddColumn("record").AddColumn("number").AddColumn("messages").AddColumn("bytes").AddColumn("batch");
        foreach (var record in usage.Records)
        {
            records.AddRow(
                Text(record.Id), Text((long)record.Sequence), Text((long)record.Messages), Text((long)record.Bytes),
                record.Batch?.ToString(CultureInfo.InvariantCulture) ?? "waiting");
        }

        AnsiConsole.Write(records);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
