using System.Runtime.CompilerServices;

namespace Platone.StandIn.Tests;

/// <summary>Finds files of the repository from where these sources were compiled, wherever the build put its output.</summary>
static class Repository
{
    /// <param name="path">Relative to this folder or one above it.</param>
    /// <returns>Null where it exists nowhere.</returns>
    public static string? Find(string path)
    {
        for (var folder = new DirectoryInfo(SourceFolder()); folder is not null; folder = folder.Parent)
        {
            if (Path.Exists(Path.Combine(folder.FullName, path))) return Path.Combine(folder.FullName, path);
        }

        return null;
    }

    public static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
