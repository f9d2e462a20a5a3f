using System.Text.RegularExpressions;

namespace Platone.Architecture.Tests;

/// <summary>What there is, is in the solution, on its floor, and tested.</summary>
public sealed partial class SolutionTests
{
    /// <summary>Projects without tests of their own, and why.</summary>
    private static readonly Dictionary<string, string> TestedElsewhere = new()
    {
        ["Platone.Messaging"] = "talks to a real broker: tests/EndToEnd and tests/Platone.AccessLayer.Tests run it against Mosquitto, "
            + "tests/Platone.MosquittoPlugin.Tests its own broker",
        ["Platone.Client"] = "is the other side of the access layer's REST and MQTT: tests/EndToEnd drives the access layer through it",
        ["Platone.ServiceDefaults"] = "is what a service answers by itself: tests/Platone.AccessLayer.Tests asks it over HTTP",
        ["Platone.Simulation"] = "is the scenarios' devices and checks: tests/EndToEnd runs the scenarios, which end with their own checks",
    };

    private static readonly IReadOnlyDictionary<string, Project> Sources = Repository.ProjectsUnder("src");

    private static readonly IReadOnlyDictionary<string, Project> Tests = Repository.ProjectsUnder("tests");

    private static readonly Project[] All = [.. Sources.Values, .. Tests.Values, .. Repository.ProjectsUnder("bench").Values];

    public static TheoryData<string> Names => [.. Sources.Keys];

    [Fact]
    public void Every_project_is_in_the_solution_and_nothing_else()
    {
        var expected = All.Select(project => Path.GetRelativePath(Repository.Root, project.File));
        var found = Entries().Where(entry => entry.IsProject).Select(entry => entry.Path);

        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_solutions_folders_show_the_floors(string name)
    {
        var project = Entries().Single(entry => entry.Name == name);
        var folder = Entries().Single(entry => entry.Id == Parents()[project.Id]);

        Assert.Equal(Floors.SolutionFolder[Floors.Of[name]], folder.Name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_project_has_its_tests(string name)
    {
        if (TestedElsewhere.ContainsKey(name)) return;

        Assert.True(Tests.TryGetValue(name + ".Tests", out var tests), $"{name} has no project tests/{name}.Tests.");
        Assert.Contains(name, tests.References);
        Assert.True(tests.Sources.Any(file => TestAttribute().IsMatch(File.ReadAllText(file))), $"tests/{name}.Tests tests nothing.");
    }

    [Fact]
    public void The_exceptions_are_exceptions_still()
    {
        Assert.All(TestedElsewhere.Keys, name => Assert.Contains(name, Sources.Keys));
        Assert.All(TestedElsewhere.Keys, name => Assert.DoesNotContain(name + ".Tests", Tests.Keys));
    }

    [Fact]
    public void Every_package_has_its_version_in_one_place()
    {
        var versions = File.ReadAllText(Path.Combine(Repository.Root, "Directory.Packages.props"));
        foreach (var project in All)
        {
            Assert.DoesNotMatch(PackageWithVersion(), File.ReadAllText(project.File));
            Assert.All(project.Packages, package => Assert.Contains($"<PackageVersion Include=\"{package}\"", versions, StringComparison.Ordinal));
        }
    }

    private static List<Listed> Entries() => [.. Entry().Matches(Text()).Select(match => new Listed(
        match.Groups["id"].Value, match.Groups["name"].Value, match.Groups["path"].Value.Replace('\\', Path.DirectorySeparatorChar)))];

    /// <summary>From a project's id to that of its solution folder.</summary>
    private static Dictionary<string, string> Parents() =>
        Nesting().Matches(Text()).ToDictionary(match => match.Groups["child"].Value, match => match.Groups["parent"].Value);

    private static string Text() => File.ReadAllText(Path.Combine(Repository.Root, "Platone.sln"));

    [GeneratedRegex("""^Project\("\{[^}]+\}"\) = "(?<name>[^"]+)", "(?<path>[^"]+)", "\{(?<id>[^}]+)\}""", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex(@"^\s*\{(?<child>[^}]+)\} = \{(?<parent>[^}]+)\}", RegexOptions.Multiline)]
    private static partial Regex Nesting();

    [GeneratedRegex(@"\[(Fact|Theory)\b")]
    private static partial Regex TestAttribute();

    [GeneratedRegex("<PackageReference[^>]*Version")]
    private static partial Regex PackageWithVersion();

    private sealed record Listed(string Id, string Name, string Path)
    {
        public bool IsProject => Path.EndsWith(".csproj", StringComparison.Ordinal);
    }
}
