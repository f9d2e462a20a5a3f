using System.Reflection;
using Nethereum.Web3;

namespace Platone.StandIn.Tests;

/// <summary>Holds the stand-in against Nethereum: what compiles with the one must compile with the other.</summary>
public class ApiListingTests
{
    static readonly ListedApi Listing = new(File.ReadLines(Path.Combine(Repository.SourceFolder(), "nethereum-6.5-api.txt")));

    public static TheoryData<Type> PublicTypes => [.. typeof(Web3).Assembly.GetExportedTypes()];

    [Theory]
    [MemberData(nameof(PublicTypes))]
    public void Every_member_that_is_seen_from_outside_is_one_of_Nethereums(Type type)
    {
        var name = CSharpSignature.FullName(type);
        Assert.True(Listing.Has(name), $"{name} is not listed.");

        var listed = Listing.MembersOf(name).ToHashSet();
        Assert.All(VisibleMembers(type).Select(CSharpSignature.Of), member => Assert.True(IsListed(member, listed), member));
    }

    [Fact]
    public void The_comparison_notices_an_invented_member()
    {
        var listed = Listing.MembersOf("Nethereum.Web3.IWeb3").ToHashSet();

        Assert.True(IsListed("IClient Client { get; }", listed));
        Assert.False(IsListed("IClient Client { get; set; }", listed));
        Assert.False(IsListed("IClient Clients { get; }", listed));
        Assert.True(IsListed(".ctor(string url = \"http://localhost:8545/\")", Listing.MembersOf("Nethereum.Web3.Web3").ToHashSet()));
        Assert.False(IsListed(".ctor(string url = \"http://localhost:8545/\", int timeout = 0)", Listing.MembersOf("Nethereum.Web3.Web3").ToHashSet()));
    }

    static IEnumerable<MemberInfo> VisibleMembers(Type type)
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

        var constructors = type.GetConstructors(Declared).Where(IsVisible);
        var methods = type.GetMethods(Declared).Where(IsVisible)
            .Where(method => !method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal));
        var properties = type.GetProperties(Declared).Where(property => IsVisible(property.GetMethod!));
        var fields = type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily);
        return [.. constructors, .. methods, .. properties, .. fields];
    }

    static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    // Trailing optional parameters may be missing, and a property may be settable there but not here: callers of ours compile with both.
    static bool IsListed(string member, HashSet<string> listed) =>
        listed.Contains(member)
        || (member.EndsWith("{ get; }", StringComparison.Ordinal) && listed.Any(other => other.StartsWith(member[..^1], StringComparison.Ordinal)))
        || (member.EndsWith(')') && listed.Any(other => IsWithoutOptionalRest(member[..^1], other)));

    static bool IsWithoutOptionalRest(string start, string other) =>
        other.StartsWith(start, StringComparison.Ordinal)
        && other[start.Length..^1].Split(", ", StringSplitOptions.RemoveEmptyEntries).All(parameter => parameter.Contains(" = ", StringComparison.Ordinal));
}
