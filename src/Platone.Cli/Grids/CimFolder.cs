using Platone.Cli.Commands;
using Platone.Grid.Formats.Cim;

namespace Platone.Cli.Grids;

/// <summary>A folder with the files of one CIM model, in folders of its own or not.</summary>
static class CimFolder
{
    private const int MostFiles = 1000;

    public static IReadOnlyList<CimFile> Of(string folder)
    {
        var everywhere = new EnumerationOptions { RecurseSubdirectories = true, MatchCasing = MatchCasing.CaseInsensitive };
        var files = Directory.EnumerateFiles(folder, "*.xml", everywhere).Take(MostFiles + 1).Order(StringComparer.Ordinal).ToList();
        return files.Count switch
        {
            0 => throw new BadInputException($"{folder}: found no .xml file, expected the files of a CIM model"),
            > MostFiles => throw new BadInputException($"{folder}: found more than {MostFiles} .xml files, expected those of one CIM model"),
            _ => [.. files.Select(file => new CimFile(file, () => File.OpenRead(file)))],
        };
    }
}
