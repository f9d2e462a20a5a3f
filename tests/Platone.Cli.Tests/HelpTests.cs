using Platone.Testing;

namespace Platone.Cli.Tests;

public sealed class HelpTests
{
    [Fact]
    public async Task Every_command_tells_what_it_does_and_how_it_is_used()
    {
        var commands = new List<string>();
        await VisitAsync([]);

        foreach (var promised in new[]
        {
            "up", "audit", "proof get", "proof verify", "proof page",
            "access request", "access accept", "access reject", "access revoke", "access renounce", "access delegate",
            "access list", "access status", "access login",
            "identity login", "identity client add", "identity client list", "identity client remove", "identity keys rotate",
            "provider admit", "provider dismiss", "wallet new", "wallet show", "wallet sign", "bench ingest", "bench send", "bench certify", "bench verify",
        }) Assert.Contains(promised, commands);

        async Task VisitAsync(string[] command)
        {
            commands.Add(string.Join(' ', command));
            var help = (await CommandLine.RunAsync([.. command, "--help"])).Ended(0);
            Assert.Equal("", help.Error);
            var lines = help.Output.Split('\n').Select(line => line.TrimEnd()).ToList();
            Assert.NotEmpty(Section(lines, "Description:"));
            // As a user types it, not as the assembly is called.
            Assert.StartsWith(string.Join(' ', ["platone", .. command]) + " ", Assert.Single(Section(lines, "Usage:")), StringComparison.Ordinal);
            foreach (var option in Section(lines, "Options:")) Assert.True(IsDescribed(option), $"{commands[^1]}: {option} is not described");
            foreach (var below in Section(lines, "Commands:")) await VisitAsync([.. command, below.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0]]);
        }
    }

    /// <summary>A section's entries: what is indented by just two spaces; deeper lines go on with the one above.</summary>
    private static List<string> Section(List<string> lines, string title)
    {
        var section = lines.SkipWhile(line => line != title).Skip(1).TakeWhile(line => line.Length > 0);
        return [.. section.Where(line => line.StartsWith("  ", StringComparison.Ordinal) && line[2] != ' ').Select(line => line.Trim())];
    }

    /// <summary>Two spaces at least stand between an option and its description.</summary>
    private static bool IsDescribed(string option) => option.Split("  ", StringSplitOptions.RemoveEmptyEntries).Length > 1;
}
