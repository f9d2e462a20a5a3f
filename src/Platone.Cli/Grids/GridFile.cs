using System.Text;
using Platone.Cli.Commands;
using Platone.Grid;
using Platone.Grid.Formats.Cim;
using Platone.Grid.Formats.Matpower;
using Platone.Grid.Formats.Pandapower;
using Platone.Grid.Formats.PowerGridModel;
using Platone.Grid.Formats.Psse;

namespace Platone.Cli.Grids;

/// <summary>A network as the user names it: a file of any format that we read, a folder or archive of CIM files.</summary>
/// <param name="Input">What was read of a power-grid-model dataset, whose ids outputs and updates follow; null for any other format.</param>
sealed record GridFile(string Path, Network Network, PowerGridModelInput? Input = null)
{
    private const string Expected = "expected MATPOWER (.m), PSS/E (.raw, .rawx), power-grid-model or pandapower (.json), CIM (.xml, .zip or a folder)";

    /// <exception cref="BadInputException">There is no such file, or none of a format that we read.</exception>
    /// <exception cref="Grid.Formats.GridFormatException">The file is not of its format.</exception>
    public static GridFile Read(string path)
    {
        if (Directory.Exists(path)) return new(path, CimReader.Read(CimFolder.Of(path)));
        if (!File.Exists(path)) throw new BadInputException($"{path}: found no such file or folder, {Expected}");

        return System.IO.Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".m" => Of(path, MatpowerReader.Read),
            ".raw" => Of(path, PsseRawReader.Read),
            ".rawx" => Of(path, PsseRawxReader.Read),
            ".json" => OfJson(path),
            ".xml" => new(path, CimReader.Read([new(path, () => File.OpenRead(path))])),
            ".zip" => OfArchive(path),
            var other => throw new BadInputException($"{path}: found {(other.Length == 0 ? "no extension" : other)}, {Expected}"),
        };
    }

    private static GridFile Of(string path, Func<Stream, string, Network> read)
    {
        using var stream = File.OpenRead(path);
        return new(path, read(stream, path));
    }

    private static GridFile OfArchive(string path)
    {
        using var archive = CimArchive.Open(path);
        return new(path, CimReader.Read(archive.Files));
    }

    private static GridFile OfJson(string path)
    {
        if (IsPandapower(path)) return Of(path, (stream, file) => PandapowerReader.Read(stream, file).Network);

        using var stream = File.OpenRead(path);
        var input = PowerGridModelReader.ReadInput(stream, path);
        return new(path, input.Network, input);
    }

    /// <summary>Python objects say which module they are of before anything else.</summary>
    private static bool IsPandapower(string path)
    {
        Span<byte> start = stackalloc byte[1024];
        using var stream = File.OpenRead(path);
        var read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return Encoding.UTF8.GetString(start[..read]).Contains("\"_module\"", StringComparison.Ordinal);
    }
}
