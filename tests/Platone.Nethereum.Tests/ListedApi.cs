using System.Text.RegularExpressions;

namespace Platone.StandIn.Tests;

/// <summary>The committed listing of Nethereum's signatures, by type.</summary>
sealed partial class ListedApi
{
    readonly Dictionary<string, ListedType> _types = [];

    public ListedApi(IEnumerable<string> lines)
    {
        ListedType? type = null;
        foreach (var line in lines.Where(line => !line.StartsWith('#') && line.Length > 0))
        {
            if (line.StartsWith(' ')) type!.Members.Add(WithoutModifiers(line.Trim()));
            else _types.Add(NameOf(line), type = new(BasesOf(line), []));
        }
    }

    public bool Has(string type) => _types.ContainsKey(type);

    /// <summary>The members that a type declares or inherits.</summary>
    public IEnumerable<string> MembersOf(string type) =>
        _types.TryGetValue(type, out var listed) ? listed.Members.Concat(listed.Bases.SelectMany(MembersOfBase)) : [];

    // Bases are listed without their namespace.
    IEnumerable<string> MembersOfBase(string name) => _types.Keys.Where(type => SimpleName(type) == SimpleName(name)).SelectMany(MembersOf);

    static string SimpleName(string type) => type.Split('<')[0].Split('.')[^1];

    static string NameOf(string line) => line.Split(" : ", 2)[0];

    static string[] BasesOf(string line) =>
        line.Split(" : ", 2) is [_, var bases] ? [.. CommaOutsideBrackets().Split(bases).Select(@base => @base.Trim())] : [];

    static string WithoutModifiers(string member) => Modifiers().Replace(Constraint().Replace(member, ""), "");

    [GeneratedRegex(@"^((virtual|abstract|override|protected) )+")]
    private static partial Regex Modifiers();

    [GeneratedRegex(@" where .*$")]
    private static partial Regex Constraint();

    [GeneratedRegex(@",(?![^<]*>)")]
    private static partial Regex CommaOutsideBrackets();

    sealed record ListedType(string[] Bases, List<string> Members);
}
