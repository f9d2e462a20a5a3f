using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platone.Cryptography.Tests;

/// <summary>ethers 6 in a child process of Node: the independent implementation that ours is held against.</summary>
static class EthersOracle
{
    /// <summary>
    /// Asks all questions of <c>oracle/ethers.mjs</c> beside the asking test, in one run of Node. Skips the test where Node or ethers is absent.
    /// </summary>
    public static async Task<JsonNode[]> AskAsync(IEnumerable<JsonObject> questions, [CallerFilePath] string asker = "")
    {
        var script = Path.Combine(Path.GetDirectoryName(asker)!, "oracle", "ethers.mjs");
        Assert.SkipUnless(HasEthers(script), "ethers is not installed: run `npm ci` at the root.");

        using var node = StartNode(script);
        var output = node.StandardOutput.ReadToEndAsync();
        var errors = node.StandardError.ReadToEndAsync();
        await node.StandardInput.WriteAsync(new JsonArray([.. questions]).ToJsonString());
        node.StandardInput.Close();
        await node.WaitForExitAsync();

        Assert.True(node.ExitCode == 0, await errors);
        return [.. JsonSerializer.Deserialize<JsonArray>(await output)!.Select(answer => answer!)];
    }

    static Process StartNode(string script)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("node", [script])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("Node is not installed.");
            throw;
        }
    }

    static bool HasEthers(string script)
    {
        for (var folder = Directory.GetParent(script); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "node_modules", "ethers"))) return true;
        }

        return false;
    }
}
