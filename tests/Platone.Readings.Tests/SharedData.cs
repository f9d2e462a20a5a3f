namespace Platone.Readings.Tests;

/// <summary>Published example files that are not part of the repository: a folder <c>shared/data</c> beside it, where there is one.</summary>
static class SharedData
{
    internal static string? Find(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "shared", "data", file) is var path && File.Exists(path)) return path;

        return null;
    }
}
