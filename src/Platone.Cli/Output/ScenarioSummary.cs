using Platone.Simulation.Checks;
using Spectre.Console;

namespace Platone.Cli.Output;

/// <summary>What a scenario showed, as a table: the last thing that a newcomer reads.</summary>
static class ScenarioSummary
{
    public static void Write(ScenarioReport report)
    {
        var table = new Table().RoundedBorder().Title(Markup.Escape($"{report.Scenario}: {report.Duration.TotalSeconds:F1} s"))
            .AddColumn("check").AddColumn("what was found").AddColumn("held");
        foreach (var check in report.Checks)
            table.AddRow(Markup.Escape(check.Name), Markup.Escape(check.Detail), check.Held ? "[green]yes[/]" : "[red]NO[/]");
        AnsiConsole.Write(table);
        Console.WriteLine(
            FormattableString.Invariant($"accepted {report.Accepted}, stored {report.Stored}, certified {report.Certified}, proved {report.Proved}"));
        Console.WriteLine(
            report.Held
                ? $"all {report.Checks.Count} checks held"
                : $"{report.Checks.Count(check => !check.Held)} of {report.Checks.Count} checks did NOT hold");
    }
}
