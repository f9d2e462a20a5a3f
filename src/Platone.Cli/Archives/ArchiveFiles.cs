using System.IO.Compression;
using Platone.Cli.Commands;

namespace Platone.Cli.Archives;

/// <summary>
/// The files of an archive: as named, all below a folder, or inside a zip file. Only <c>.csv</c> and <c>.xml</c> are looked at in the latter two.
/// </summary>
sealed class ArchiveFiles
{
    private readonly List<string> _paths;

    /// <exception cref="BadInputException">A path does not exist, or holds no such file.</exception>
    public ArchiveFiles(IReadOnlyList<string> paths)
    {
        _paths = [.. paths.SelectMany(Expand)];
    }

    /// <summary>Of all files together, packed as they are.</summary>
    public long Bytes => _paths.Sum(path => new FileInfo(path).Length);

    /// <summary>Every file with its name; read each before the next is asked for.</summary>
    public IEnumerable<(string Name, Stream Content)> Open()
    {
        foreach (var path in _paths)
        {
            using var file = File.OpenRead(path);
            if (!HasEnding(path, ".zip"))
            {
                yield return (path, file);
                continue;
            }

            using var zip = new ZipArchive(file);
            foreach (var entry in zip.Entries.Where(entry => IsArchive(entry.Name)))
            {
                using var content = entry.Open();
                yield return ($"{path}:{entry.FullName}", content);
            }
        }
    }

    private static IEnumerable<string> Expand(string path)
    {
        if (File.Exists(path)) return [path];
        if (!Directory.Exists(path)) throw new BadInputException($"{path}: there is no such file or folder");

        var files = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(file => IsArchive(file) || HasEnding(file, ".zip"))
            .Order(StringComparer.Ordinal)
            .ToList();
        return files.Count > 0 ? files : throw new BadInputException($"{path}: found no .csv, .xml or .zip, expected some");
    }

    private static bool IsArchive(string name) => HasEnding(name, ".csv") || HasEnding(name, ".xml");

    private static bool HasEnding(string name, string ending) => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
}
