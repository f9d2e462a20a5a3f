using System.CommandLine;
using Platone.Cli.Hosting;
using Platone.Cli.Output;
using Platone.Simulation;
using Platone.Storage;

namespace Platone.Cli.Commands;

/// <summary><c>platone store move</c>: the store into a PostgreSQL database, or out of it.</summary>
static class StoreCommand
{
    public static Command Create() => new("store", "The store of readings: move it to another database.") { Move() };

    private static Command Move()
    {
        var data = CommonOptions.Data();
        var to = StoreName.Option("--to", "sqlite, or the connection string of an empty PostgreSQL database.");
        to.Required = true;
        var json = CommonOptions.Json();
        var command = new Command(
            "move",
            "Copy the store into an empty one and use that from now on, while the framework is stopped. The old one is left as it was.") { data, to, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var directory = DataDirectory.Existing(parsed.GetValue(data)!);
            using var stopped = directory.Lock();
            var (old, target) = (directory.Store, StoreName.Resolve(directory, parsed.GetValue(to)!));
            if (old == target) throw new BadInputException($"--to: found {parsed.GetValue(to)}, expected another store than the one that the folder uses");

            var readings = await MoveAsync(old, target, cancellationToken);
            directory.UseStore(target);
            if (parsed.GetValue(json)) JsonOutput.Write(new Moved(old, target, readings));
            else Console.WriteLine(FormattableString.Invariant($"{readings} readings are in {target} now. Run `platone audit`, then {old} can go."));
            return ExitCode.Success;
        });
        return command;
    }

    private static async Task<long> MoveAsync(string old, string target, CancellationToken cancellationToken)
    {
        using var from = Database.OpenReadOnly(old);
        using var to = Database.Open(target);
        await ProgressDisplay.RunAsync("store", async progress =>
        {
            await StoreCopy.CopyAsync(from, to, new Rows(progress), cancellationToken);
            return true;
        });
        return new ReadingQueries(to).Count().Stored;
    }

    private sealed record Moved(string From, string To, long Readings);

    private sealed class Rows(IProgress<ScenarioProgress> display) : IProgress<(long Done, long Of)>
    {
        public void Report((long Done, long Of) value) => display.Report(new("rows", value.Done, value.Of));
    }
}
