using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Platone.StandIn.Tests;

/// <summary>Runs a script beside these sources in Node, with JSON in and out. Skips the calling test where Node or ethers is absent.</summary>
static class NodeScript
{
    public static async Task<JsonArray> RunAsync(string name, JsonArray input)
    {
        Assert.SkipUnless(Repository.Find("node_modules/ethers") is not null, "ethers is not installed: run `npm ci` at the root.");
        using var node = Start(Path.Combine(Repository.SourceFolder(), "oracle", name));
        var output = node.StandardOutput.ReadToEndAsync();
        var errors = node.StandardError.ReadToEndAsync();
        await node.StandardInput.WriteAsync(input.ToJsonString());
        node.StandardInput.Close();
        await node.WaitForExitAsync();

        Assert.True(node.ExitCode == 0, await errors);
        return JsonNode.Parse(await output)!.AsArray();
    }

    static Process Start(string script)
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
}
