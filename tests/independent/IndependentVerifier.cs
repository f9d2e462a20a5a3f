using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platone.Testing;

/// <summary>The verifiers beside this file, run in Node: one for each kind of proof file. Skips the calling test where Node or ethers is absent.</summary>
static class IndependentVerifier
{
    private static readonly string Folder = Path.GetDirectoryName(ThisFile())!;

    public const string OfReadings = "verify.mjs", OfRanges = "verify-range.mjs", OfDevices = "verify-device.mjs";

    /// <summary>As a user runs it.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(string script, params string[] arguments) => RunAsync(script, arguments, "");

    public static string[] LinesOf(string script) => File.ReadAllLines(Path.Combine(Folder, script));

    /// <summary>The checks that fail of each of many files, in one run of Node.</summary>
    public static async Task<string[][]> FailedChecksAsync(IEnumerable<Question> questions, string script = OfReadings)
    {
        var input = new JsonArray([.. questions.Select(question => new JsonObject
        {
            ["file"] = question.File,
            ["validators"] = question.Validators,
            ["blockHash"] = question.BlockHash,
            ["contract"] = question.Contract,
        })]);
        var (exitCode, output, error) = await RunAsync("many.mjs", [script], input.ToJsonString());
        Assert.True(exitCode == 0, error);
        return JsonSerializer.Deserialize<string[][]>(output)!;
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string script, string[] arguments, string input)
    {
        Assert.SkipUnless(HasEthers(), "ethers is not installed: run `npm ci` at the root.");
        using var node = Start([Path.Combine(Folder, script), .. arguments]);
        var (output, error) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.StandardInput.WriteAsync(input);
        node.StandardInput.Close();
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (node.ExitCode, await output, await error);
    }

    private static Process Start(string[] arguments)
    {
        try
        {
            return Process.Start(
                new ProcessStartInfo("node", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("Node is not installed.");
            throw;
        }
    }

    private static bool HasEthers()
    {
        for (var folder = new DirectoryInfo(Folder); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "node_modules", "ethers"))) return true;
        }

        return false;
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    /// <summary>A proof file, and by what it is to be believed: a block or the text of a validators' file.</summary>
    internal sealed record Question(string File, string? BlockHash = null, string? Validators = null, string? Contract = null);
}
