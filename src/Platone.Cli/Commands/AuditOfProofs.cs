using System.CommandLine;
using Platone.Certification;
using Platone.Cli.Output;
using Platone.Storage.Audit;

namespace Platone.Cli.Commands;

/// <summary><c>platone audit --proofs</c>: proof files alone, each by itself and all against each other.</summary>
static class AuditOfProofs
{
    public static Option<string[]> Files() =>
        new("--proofs")
        {
            Description = "Proof files, or folders of *.json: these alone are looked at.",
            AllowMultipleArgumentsPerToken = true,
            Arity = ArgumentArity.OneOrMore,
        };

    public static async Task<int> RunAsync(
        IReadOnlyList<string> paths, NamedTrust named, string data, string? chain, bool json, CancellationToken cancellationToken)
    {
        var audit = new ProofAudit();
        await using (var trust = await ProofTrust.OpenAsync(named, data, chain, cancellationToken))
        {
            foreach (var file in paths.SelectMany(FilesOf))
            {
                var bytes = await File.ReadAllBytesAsync(file, cancellationToken);
                audit.Add(file, await trust.CheckAsync(AnyProof.Verify(bytes)));
            }

            if (trust.Contract is null || trust.Certifier is null)
                await Console.Error.WriteLineAsync(
                    "The files' contract and certifier are only what the files name: "
                    + "compare them with those that the consortium publishes (--contract, --certifier).");
        }

        var findings = audit.Conclude();
        if (json)
        {
            JsonOutput.Write(new { audit.Files, audit.Readings, Found = findings.Count, Findings = findings });
        }
        else
        {
            Console.WriteLine(FormattableString.Invariant($"{audit.Files} proof files of {audit.Readings} readings, {findings.Count} findings"));
            AuditCommand.ShowFindings(findings, findings.Count);
        }

        return findings.Count == 0 ? ExitCode.Success : ExitCode.No;
    }

    private static IEnumerable<string> FilesOf(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*.json").Order(StringComparer.Ordinal)
        : File.Exists(path) ? [path] : throw new BadInputException($"--proofs: found no {path}, expected proof files or a folder of them");
}
