namespace Platone.Testing;

/// <summary>Files of the working tree, found from where the tests were built upwards.</summary>
static class Repository
{
    public static string File(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, path);
            if (System.IO.File.Exists(file)) return file;
        }

        throw new FileNotFoundException($"{path} is nowhere above {AppContext.BaseDirectory}.", path);
    }
}
