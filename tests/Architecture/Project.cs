using System.Xml.Linq;

namespace Platone.Architecture.Tests;

/// <summary>A csproj file: what it references, imported .targets of this repository included.</summary>
/// <param name="References">Names of projects.</param>
/// <param name="Packages">Names of NuGet packages.</param>
sealed record Project(string Name, string File, IReadOnlyList<string> References, IReadOnlyList<string> Packages)
{
    public string Folder => Path.GetDirectoryName(File)!;

    public IEnumerable<string> Sources => Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories).Where(Repository.IsSource);

    public static Project Load(string file)
    {
        var items = Items(file).ToList();
        return new(
            Path.GetFileNameWithoutExtension(file), file,
            [.. Includes(items, "ProjectReference").Select(include => Path.GetFileNameWithoutExtension(include.Replace('\\', '/')))],
            [.. Includes(items, "PackageReference")]);
    }

    public override string ToString() => Name;

    private static IEnumerable<string> Includes(List<XElement> items, string name) =>
        items.Where(item => item.Name.LocalName == name)
            .Select(item => item.Attribute("Include")?.Value).OfType<string>()
            .SelectMany(include => include.Split(';'));

    /// <summary>The elements of a file and of the files that it imports by relative path.</summary>
    private static IEnumerable<XElement> Items(string file)
    {
        var elements = XDocument.Load(file).Descendants().ToList();
        var imported = elements.Where(element => element.Name.LocalName == "Import")
            .Select(import => Path.Combine(Path.GetDirectoryName(file)!, import.Attribute("Project")!.Value.Replace('\\', '/')))
            .Where(System.IO.File.Exists);
        return elements.Concat(imported.SelectMany(Items));
    }
}
