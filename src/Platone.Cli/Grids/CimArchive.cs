using System.IO.Compression;
using Platone.Cli.Commands;
using Platone.Grid.Formats.Cim;

namespace Platone.Cli.Grids;

/// <summary>A ZIP archive with the files of one CIM model, or with such archives, as CGMES models are exchanged.</summary>
sealed class CimArchive : IDisposable
{
    private const int MostEntries = 1000;

    /// <summary>What all files may have together when unpacked: 4 GiB. A small archive can hold any amount of nothing.</summary>
    private const long MostBytes = 4L << 30;

    private readonly string _path;
    private readonly List<IDisposable> _opened = [];
    private readonly List<CimFile> _files = [];
    private long _bytesLeft = MostBytes;

    private CimArchive(string path) => _path = path;

    public IReadOnlyList<CimFile> Files => _files;

    /// <exception cref="BadInputException">It is no such archive.</exception>
    public static CimArchive Open(string path)
    {
        var archive = new CimArchive(path);
        try
        {
            archive.Add(File.OpenRead(path), path, depth: 0);
        }
        catch (InvalidDataException e)
        {
            archive.Dispose();
            throw new BadInputException($"{path}: {e.Message}, expected a ZIP archive of CIM files");
        }
        catch
        {
            archive.Dispose();
            throw;
        }

        return archive._files.Count > 0 ? archive : throw new BadInputException($"{path}: found no .xml file, expected those of a CIM model");
    }

    public void Dispose()
    {
        foreach (var opened in Enumerable.Reverse(_opened)) opened.Dispose();
    }

    private void Add(Stream stream, string name, int depth)
    {
        _opened.Add(stream);
        var zip = new ZipArchive(stream, ZipArchiveMode.Read);
        _opened.Add(zip);
        foreach (var entry in zip.Entries)
        {
            var place = $"{name}/{entry.FullName}";
            if (entry.Name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)) AddFile(entry, place);
            else if (depth == 0 && entry.Name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)) Add(Unpacked(entry, place), place, depth + 1);
        }
    }

    private void AddFile(ZipArchiveEntry entry, string place)
    {
        if (_files.Count == MostEntries) throw new BadInputException($"{_path}: found more than {MostEntries} .xml files, expected those of one CIM model");

        Take(entry.Length, place);
        _files.Add(new(place, () => new CappedStream(entry.Open(), entry.Length)));
    }

    private MemoryStream Unpacked(ZipArchiveEntry entry, string place)
    {
        Take(entry.Length, place);
        var unpacked = new MemoryStream();
        using var capped = new CappedStream(entry.Open(), entry.Length);
        capped.CopyTo(unpacked);
        unpacked.Position = 0;
        return unpacked;
    }

    private void Take(long bytes, string place)
    {
        _bytesLeft -= bytes;
        if (_bytesLeft < 0) throw new BadInputException($"{_path}: found more than {MostBytes >> 30} GiB when unpacked up to {place}, expected less");
    }
}
