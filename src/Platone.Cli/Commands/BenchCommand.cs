using System.CommandLine;
using System.Diagnostics;
using Platone.Cli.Hosting.Processes;

namespace Platone.Cli.Commands;

/// <summary><c>platone bench NAME</c>: launches a bench, which is a program of its own so that nothing of this one is measured with it.</summary>
static class BenchCommand
{
    public static Command Create() => new("bench", "Measure: figures with units in their names, beside what they are to be compared with.")
    {
        Bench(
            "ingest", "Readings per second from MQTT to certified, beside a bare subscriber and a bare insert.",
            new Option<int?>("--readings") { Description = "Readings a round; 120,000 without it." },
            new Option<string?>("--store") { Description = "sqlite, postgres, or both; both without it where PostgreSQL's server is installed." },
            new Option<bool>("--framework-only") { Description = "Nothing bare beside it: to see what long runs do to memory." },
            new Option<bool>("--tls") { Description = "The framework by MQTTS and HTTPS; the bare ones stay in plain text." }),
        Bench(
            "send", "Transactions per second through outbox and sender, beside the node alone.",
            new Option<int?>("--transactions") { Description = "Transactions a round; 10,000 without it." }),
        Bench("certify", "Leaves per second beside the bare hashes, a large tree, signatures per second, and gas per reading."),
        Bench("verify", "Proof files verified per second in one process, beside their hashes alone."),
        Bench(
            "audit", "Readings of a store audited per second, beside its rows and its hashes alone, and memory.",
            new Option<int?>("--readings") { Description = "Readings in the store; 400,000 without it." }),
        Bench(
            "access", "Revocations at random moments under load, and a storm of logins, with both kinds of broker.",
            new Option<int?>("--subscribers") { Description = "Consumers, each with two grants of which one is revoked; 1,000 without it." },
            new Option<int?>("--seconds") { Description = "How long revocations go on; 30 without it." },
            new Option<string?>("--broker") { Description = "mosquitto, embedded, or both without it." }),
        Bench(
            "plugin", "What asking the broker's plugin costs for each delivery, beside no plugin, Debian's and the same check in C; and loading its rules.",
            new Option<int?>("--grants") { Description = "Grants in the table; 100,000 without it." },
            new Option<int?>("--messages") { Description = "Messages a round, each heard by ten subscribers; 2,000 without it." },
            new Option<int?>("--snapshot") { Description = "Grants in the snapshot whose loading is measured; 300,000 without it." }),
        Bench(
            "powerflow", "Milliseconds of a balanced power flow: cold, on a compiled network, a scenario of a batch; by phase.",
            new Option<string?>("--cases") { Description = "A folder of MATPOWER cases to solve beside the radial grids." },
            new Option<int?>("--scenarios") { Description = "In a batch; 1,000 without it." }),
    };

    private static Command Bench(string name, string what, params IReadOnlyList<Option> own)
    {
        var rounds = new Option<int?>("--rounds") { Description = "How many rounds, of which medians are told; the bench's own number without it." };
        List<Option> options = [.. own, rounds];
        var json = CommonOptions.Json();
        var command = new Command(name, what) { json };
        foreach (var option in options) command.Options.Add(option);

        command.SetAction((parsed, cancellationToken) =>
        {
            List<string> arguments = [BenchProgram(), name];
            foreach (var option in options)
            {
                // As it was given: the bench reads it again.
                if (parsed.GetResult(option) is { Implicit: false } given) arguments.AddRange([option.Name, .. given.Tokens.Select(token => token.Value)]);
            }

            if (parsed.GetValue(json)) arguments.Add(json.Name);
            return RunAsync(arguments, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments)) ?? throw new IOException("dotnet did not start.");
        try
        {
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            // It has processes and files of its own to take away.
            Signals.Terminate(process);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
    }

    /// <summary>Built beside this program, by the same configuration.</summary>
    private static string BenchProgram()
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.GetFullPath(Path.Combine(own.FullName, "..", "..", "Platone.Bench", own.Name, "Platone.Bench.dll"));
        return File.Exists(program)
            ? program
            : throw new BadInputException($"{program}: the benches are not built (dotnet build -c Release bench/Platone.Bench)");
    }
}
