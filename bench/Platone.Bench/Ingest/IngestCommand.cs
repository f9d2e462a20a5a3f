using System.CommandLine;
using Platone.Bench.Report;
using Platone.Cli.Commands;
using Platone.Testing;

namespace Platone.Bench.Ingest;

/// <summary><c>ingest</c>: readings per second from MQTT to certified, beside what the broker and the database could do at the most.</summary>
static class IngestCommand
{
    private const string Both = "both";

    public static Command Create()
    {
        var readings = BenchOptions.Positive("--readings", "Readings a round.", 120_000);
        var rounds = BenchOptions.Rounds(3);
        var store = new Option<string>("--store")
        {
            Description = "sqlite, postgres, or both; both without it where PostgreSQL's server is installed.",
            DefaultValueFactory = _ => PostgresServer.IsInstalled ? Both : MeasuredStore.Sqlite,
        };
        store.AcceptOnlyFromAmong(MeasuredStore.Sqlite, MeasuredStore.Postgres, Both);
        var frameworkOnly = new Option<bool>("--framework-only") { Description = "Nothing bare beside it: to see what long runs do to memory." };
        var tls = new Option<bool>("--tls") { Description = "The framework by MQTTS and HTTPS; the bare ones stay in plain text." };
        var json = CommonOptions.Json();
        const string What = "Readings per second from MQTT to certified, beside a bare subscriber and a bare insert.";
        var command = new Command("ingest", What) { readings, rounds, store, frameworkOnly, tls, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var report = await IngestBench.RunAsync(
                parsed.GetValue(readings), parsed.GetValue(rounds), Stores(parsed.GetValue(store)!), !parsed.GetValue(frameworkOnly), parsed.GetValue(tls),
                Console.Error.WriteLine, cancellationToken);
            if (parsed.GetValue(json)) BenchJson.Write(report);
            else IngestTable.Write(report);
            return report.NothingLost ? ExitCode.Success : ExitCode.No;
        });
        return command;
    }

    private static IReadOnlyList<string> Stores(string store)
    {
        if (store != MeasuredStore.Sqlite && !PostgresServer.IsInstalled)
            throw new BadInputException($"--store: found {store}, expected sqlite: PostgreSQL's server is not installed");
        return store == Both ? [MeasuredStore.Sqlite, MeasuredStore.Postgres] : [store];
    }
}
