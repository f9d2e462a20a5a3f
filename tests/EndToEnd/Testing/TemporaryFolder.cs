namespace Platone.Testing;

/// <summary>A folder for one test.</summary>
sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("platone-test-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>
    /// A copy of a data folder whose framework does not run. What stands in <c>run</c> is of processes, which are not copied: other tests' commands
    /// may be reading the folder at this moment.
    /// </summary>
    public static TemporaryFolder CopyOf(string data)
    {
        var copy = new TemporaryFolder();
        var run = Directory.CreateDirectory(copy.File("run")).Name;
        foreach (var file in Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories))
        {
            if (System.IO.Path.GetRelativePath(data, file).StartsWith(run + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal)) continue;

            var target = copy.File(System.IO.Path.GetRelativePath(data, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            System.IO.File.Copy(file, target);
        }

        return copy;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
