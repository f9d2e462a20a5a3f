using System.CommandLine;
using Platone.Bench.Ingest;
using Platone.Bench.Micro;
using Platone.Bench.Plugin;
using Platone.Bench.PowerFlow;
using Platone.Bench.Revocations;
using Platone.Bench.Send;
using Platone.Bench.Verify;
using Platone.Cli.Commands;
using Spectre.Console;

var root = new RootCommand("Platone's benches: figures with units in their names, beside what they are to be compared with.")
{
    IngestCommand.Create(),
    Platone.Bench.Certify.CertifyCommand.Create(),
    SendCommand.Create(),
    VerifyCommand.Create(),
    Platone.Bench.Audit.AuditCommand.Create(),
    RevocationsCommand.Create(),
    PluginCommand.Create(),
    PowerFlowCommand.Create(),
    MicroCommand.Create(),
};
// Where nobody sees a terminal's width, tables keep their cells on one line.
if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 400;
return await Run.InvokeAsync(root, args);
