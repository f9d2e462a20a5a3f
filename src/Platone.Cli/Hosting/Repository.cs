namespace Platone.Cli.Hosting;

/// <summary>Finds files of the repository that this program was built in, by walking up from where it lies.</summary>
static class Repository
{
    public static string? Find(string relativePath)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, relativePath);
            if (Path.Exists(path)) return path;
        }

        return null;
    }
}
