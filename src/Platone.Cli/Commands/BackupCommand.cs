using System.CommandLine;
using Platone.Cli.Backups;
using Platone.Cli.Hosting;
using Platone.Cli.Output;

namespace Platone.Cli.Commands;

/// <summary><c>platone backup</c> and <c>platone restore</c>: everything that must survive, in one file and out of it.</summary>
static class BackupCommand
{
    public static Command Backup()
    {
        var file = new Argument<string>("FILE") { Description = "The file to make (tar, gzip; mode 0600)." };
        var data = CommonOptions.Data();
        var withoutKeys = new Option<bool>("--without-keys")
        {
            Description = "Leave wallets and the broker's secret out: for a place that must not have them.",
        };
        var json = CommonOptions.Json();
        var command = new Command(
            "backup", "Copy store, chain, deployments and keys into one file, while the framework runs or not.") { file, data, withoutKeys, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var manifest = await BackupWriter.WriteAsync(
                DataDirectory.Existing(parsed.GetValue(data)!), Path.GetFullPath(parsed.GetValue(file)!), !parsed.GetValue(withoutKeys), DateTimeOffset.UtcNow,
                cancellationToken);
            Tell(manifest, parsed.GetValue(json));
            return ExitCode.Success;
        });
        return command;
    }

    public static Command Restore()
    {
        var file = new Argument<string>("FILE") { Description = "A backup." };
        var data = CommonOptions.Data();
        data.Description = "The folder to make: new, or empty.";
        var moved = new Option<bool>("--moved")
        {
            Description = "Nothing was accepted since the backup (it was made with the framework stopped): numbers go on without a gap.",
        };
        var json = CommonOptions.Json();
        var command = new Command("restore", "Make a data directory of a backup; then start the framework with it.") { file, data, moved, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            Tell(
                await BackupReader.ReadAsync(parsed.GetValue(file)!, Path.GetFullPath(parsed.GetValue(data)!), parsed.GetValue(moved), cancellationToken),
                parsed.GetValue(json));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Tell(BackupManifest manifest, bool json)
    {
        if (json)
        {
            JsonOutput.Write(manifest);
            return;
        }

        Console.WriteLine(FormattableString.Invariant(
            $"made {manifest.Made}: {manifest.Readings} readings, chain {manifest.ChainId} read up to block {manifest.Block?.ToString() ?? "none"}"));
        foreach (var entry in manifest.Entries)
            Console.WriteLine(FormattableString.Invariant($"  {entry.Path}  {entry.Bytes} bytes{(entry.Secret ? ", secret" : "")}"));
    }
}
