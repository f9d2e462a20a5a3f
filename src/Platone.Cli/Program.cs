using System.CommandLine;
using System.CommandLine.Help;
using Platone.Cli.Commands;
using Spectre.Console;

// Not a RootCommand: that one calls itself as its assembly is called, and nobody types Platone.Cli.
var root = new Command(
    "platone",
    "Platone: an open framework that lets the parties of a distribution grid share energy data and trade flexibility, with proof instead of trust.")
{
    new HelpOption(),
    new VersionOption(),
    UpCommand.Create(),
    AccessCommand.Create(),
    ProofCommand.Create(),
    AuditCommand.Create(),
    EraseCommand.Create(),
    WatchCommand.Create(),
    CertifyCommand.Create(),
    ChainCommand.Create(),
    BondCommand.Create(),
    ProviderCommand.Create(),
    DeviceCommand.Create(),
    CredentialCommand.Create(),
    IdentityCommand.Create(),
    WalletCommand.Create(),
    TlsCommand.Create(),
    GridCommand.Create(),
    StoreCommand.Create(),
    BackupCommand.Backup(),
    BackupCommand.Restore(),
    BenchCommand.Create(),
};
// Where nobody sees a terminal's width, tables keep addresses and hashes on one line.
if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 400;
return await Run.InvokeAsync(root, args);
