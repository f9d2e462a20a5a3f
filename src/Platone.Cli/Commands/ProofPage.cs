using System.CommandLine;

namespace Platone.Cli.Commands;

/// <summary><c>platone proof page</c>: the HTML page that verifies proof files in any browser, without a network (docs/proofs.md).</summary>
static class ProofPage
{
    public static Command Create()
    {
        var output = new Option<string>("--out", "-o") { Description = "The file to write.", DefaultValueFactory = _ => "verify.html" };
        var force = new Option<bool>("--force") { Description = "Replace the file where there is one." };
        var command = new Command("page", "Write an HTML page that verifies proof files in a browser, without a network.") { output, force };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = parsed.GetValue(output)!;
            if (File.Exists(path) && !parsed.GetValue(force)) throw new BadInputException($"--out: {path} is there already; --force replaces it");

            await using var page = Open();
            await using var file = new FileStream(path, parsed.GetValue(force) ? FileMode.Create : FileMode.CreateNew);
            await page.CopyToAsync(file, cancellationToken);
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>The page, UTF-8.</summary>
    internal static Stream Open() =>
        typeof(ProofPage).Assembly.GetManifestResourceStream("proof.html") ?? throw new InvalidOperationException("The build did not embed the page.");
}
