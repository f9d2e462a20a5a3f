using System.CommandLine;
using Platone.Bench.Certify;
using Platone.Bench.Ingest;
using Platone.Bench.Micro;
using Platone.Cli.Commands;

var root = new RootCommand("Platone's benches: figures with units in their names, beside what they are to be compared with.")
{
    IngestCommand.Create(),
    CertifyCommand.Create(),
    MicroCommand.Create(),
};
return await Run.InvokeAsync(root, args);
