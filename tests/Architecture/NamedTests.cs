using System.Text.RegularExpressions;

namespace Platone.Architecture.Tests;

/// <summary>A document that says which test holds what it promises must not outlive the test.</summary>
public sealed partial class NamedTests
{
    private static readonly string Sources = string.Concat(
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));

    [Theory]
    [InlineData("docs/architecture.md")]
    [InlineData("docs/proofs.md")]
    [InlineData("docs/security.md")]
    [InlineData("docs/reliability.md")]
    public void Every_test_that_a_document_names_is_there(string document)
    {
        var named = Name().Matches(File.ReadAllText(Path.Combine(Repository.Root, document)));
        Assert.NotEmpty(named);
        Assert.All(named, name =>
        {
            Assert.Matches($@"\bclass {name.Groups["class"].Value}\b", Sources);
            if (name.Groups["method"] is { Success: true } method) Assert.Matches($@"\b{method.Value}\(", Sources);
        });
    }

    [GeneratedRegex(@"`(?<class>[A-Z]\w*Tests)(\.(?<method>\w+))?`")]
    private static partial Regex Name();
}
