namespace Platone.Grid.Tests;

/// <summary>Published networks that are not part of the repository: a folder <c>shared/data</c> beside it, where there is one.</summary>
static class SharedData
{
    public const string Absent = "the folder shared/data is not here";

    /// <summary>Null where the folder is absent.</summary>
    public static string? Folder { get; } = FindFolder();

    /// <summary>A file or folder by its path under <c>shared/data</c>; skips the test where there is none.</summary>
    public static string Path(string path)
    {
        Assert.SkipWhen(Folder is null, Absent);
        return System.IO.Path.Combine(Folder!, path);
    }

    private static string? FindFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (System.IO.Path.Combine(folder.FullName, "shared", "data") is var path && Directory.Exists(path)) return path;

        return null;
    }
}
