using System.Runtime.CompilerServices;

namespace Platone.Architecture.Tests;

/// <summary>The repository that these sources were compiled from, wherever the build put its output.</summary>
static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The projects under a folder, by name.</summary>
    public static IReadOnlyDictionary<string, Project> ProjectsUnder(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.csproj", SearchOption.AllDirectories)
            .Where(IsSource).Select(Project.Load).ToDictionary(project => project.Name);

    /// <summary>False for what a build wrote.</summary>
    public static bool IsSource(string file) =>
        !Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "artifacts");

    private static string FindRoot([CallerFilePath] string here = "")
    {
        for (var folder = Directory.GetParent(here); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Platone.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"No folder above {here} holds Platone.sln.");
    }
}
