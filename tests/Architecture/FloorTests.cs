namespace Platone.Architecture.Tests;

/// <summary>The four floors: who may reference whom.</summary>
public sealed class FloorTests
{
    // Packages that are as pure as the projects which use them: no network, disk, clock or logging.
    private static readonly Dictionary<string, string[]> PurePackages = new() { ["Platone.Cryptography"] = ["BouncyCastle.Cryptography"] };

    private static readonly IReadOnlyDictionary<string, Project> Projects = Repository.ProjectsUnder("src");

    public static TheoryData<string> Names => [.. Projects.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_project_stands_on_a_floor(string name) => Assert.True(Floors.Of.ContainsKey(name), $"{name} is on no floor: list it in Floors.cs.");

    [Fact]
    public void Every_project_on_a_floor_is_there() => Assert.Equal(Projects.Keys.Order(), Floors.Of.Keys.Order());

    [Fact]
    public void References_are_read_with_those_of_imported_targets()
    {
        Assert.Contains("Platone.Nethereum", Projects["Platone.Contracts"].References);
        Assert.Contains("Platone.Certification", Projects["Platone.Contracts"].References);
        Assert.Contains("Microsoft.Data.Sqlite", Projects["Platone.Storage"].Packages);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_project_lies_in_a_folder_of_its_name(string name) => Assert.Equal(Path.Combine(Repository.Root, "src", name), Projects[name].Folder);

    [Theory]
    [MemberData(nameof(Names))]
    public void Nobody_references_a_higher_floor(string name) =>
        AssertNone(Projects[name].References.Where(reference => Floors.Of[reference] > Floors.Of[name]), $"{name} on floor {Floors.Of[name]} references");

    [Theory]
    [MemberData(nameof(Names))]
    public void Pure_projects_reference_only_pure_ones(string name)
    {
        if (Floors.Of[name] != Floors.Pure) return;

        AssertNone(Projects[name].References.Where(reference => Floors.Of[reference] != Floors.Pure), $"{name} is pure and references");
        AssertNone(Projects[name].Packages.Except(PurePackages.GetValueOrDefault(name) ?? []), $"{name} is pure and uses the packages");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Services_do_not_reference_one_another(string name)
    {
        if (Floors.Of[name] != Floors.Services) return;

        AssertNone(Projects[name].References.Where(reference => Floors.Of[reference] == Floors.Services), $"{name} is a service and references the services");
    }

    [Fact]
    public void The_plugin_in_the_broker_knows_policies_and_cryptography_alone()
    {
        Assert.Equal(["Platone.Cryptography", "Platone.Policies"], Projects["Platone.MosquittoPlugin"].References.Order());
        Assert.Equal(["Platone.Cryptography"], Projects["Platone.Policies"].References);
        Assert.Empty(Projects["Platone.MosquittoPlugin"].Packages);
    }

    [Fact]
    public void The_stand_in_for_Nethereum_is_known_to_the_contracts_alone()
    {
        Assert.Equal(["Platone.Cryptography"], Projects["Platone.Nethereum"].References);
        Assert.Equal(["Platone.Contracts"], Projects.Values.Where(project => project.References.Contains("Platone.Nethereum")).Select(project => project.Name));
    }

    [Fact]
    public void Nobody_references_itself_by_a_detour()
    {
        foreach (var project in Projects.Values)
            Assert.DoesNotContain(project.Name, Reachable(project));
    }

    private static HashSet<string> Reachable(Project project)
    {
        var (reached, open) = (new HashSet<string>(), new Queue<string>(project.References));
        while (open.TryDequeue(out var name))
        {
            if (!reached.Add(name)) continue;
            foreach (var further in Projects[name].References) open.Enqueue(further);
        }

        return reached;
    }

    private static void AssertNone(IEnumerable<string> found, string what)
    {
        var names = found.ToList();
        Assert.True(names.Count == 0, $"{what} {string.Join(", ", names)}.");
    }
}
