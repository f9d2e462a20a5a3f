using System.Text.Json.Nodes;

namespace Platone.Page.Tests;

/// <summary>Changes one place of a JSON text. Places are as <see cref="JsonNode.GetPath"/> tells them.</summary>
static class JsonChange
{
    /// <summary>Stands where JSON is put in that the library would not write.</summary>
    private const string Mark = "\u2603", WrittenMark = "\"\\u2603\"";

    /// <summary>The document itself and all below it.</summary>
    public static IEnumerable<JsonNode> Nodes(JsonNode? node) => node switch
    {
        JsonObject members => [members, .. members.SelectMany(member => Nodes(member.Value))],
        JsonArray items => [items, .. items.SelectMany(Nodes)],
        null => [],
        _ => [node],
    };

    public static string[] Paths<T>(string json)
        where T : JsonNode => [.. Nodes(JsonNode.Parse(json)).OfType<T>().Select(node => node.GetPath())];

    public static JsonNode At(JsonNode root, string path) => Nodes(root).First(node => node.GetPath() == path);

    /// <summary>Puts other texts in the place of one value, be they JSON or not.</summary>
    public static Func<string, string> Place(string json, string path)
    {
        var root = JsonNode.Parse(json)!;
        At(root, path).ReplaceWith(Mark);
        var marked = root.ToJsonString().Split(WrittenMark);
        return text => marked[0] + text + marked[1];
    }

    /// <summary>With an object's member before the others once more, under a name that may be escaped.</summary>
    /// <param name="name">In quotes.</param>
    public static string WithDouble(string json, string path, string member, string name)
    {
        var root = JsonNode.Parse(json)!;
        var members = At(root, path).AsObject();
        members.Insert(0, Mark, members[member]!.DeepClone());
        return root.ToJsonString().Replace(WrittenMark, name, StringComparison.Ordinal);
    }

    public static string Renamed(string json, string path, string member, string name)
    {
        var root = JsonNode.Parse(json)!;
        var members = At(root, path).AsObject();
        var value = members[member]!;
        members.Remove(member);
        members.Add(Mark, value);
        return root.ToJsonString().Replace(WrittenMark, name, StringComparison.Ordinal);
    }

    public static string Changed<T>(string json, string path, Action<T> change)
        where T : JsonNode
    {
        var root = JsonNode.Parse(json)!;
        change((T)At(root, path));
        return root.ToJsonString();
    }

    /// <summary>Some parts left out, doubled, swapped, or replaced by such parts of another document.</summary>
    public static string AtRandom(string json, string other, Random random)
    {
        var (root, stranger) = (JsonNode.Parse(json)!, JsonNode.Parse(other)!);
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            switch (random.Next(5))
            {
                case 0 when Pick(root, random, (JsonArray list) => list.Count > 0) is { } list: list.RemoveAt(random.Next(list.Count)); break;
                case 1 when Pick(root, random, (JsonArray list) => list.Count > 0) is { } list: list.Insert(random.Next(list.Count), Any(list, random)); break;
                case 2 when Pick(root, random, (JsonArray list) => list.Count > 1) is { } list:
                    var moved = list[random.Next(list.Count)]!;
                    list.Remove(moved);
                    list.Insert(random.Next(list.Count + 1), moved);
                    break;
                case 3 when Pick(root, random, (JsonValue value) => value.TryGetValue<ulong>(out _)) is { } number:
                    number.ReplaceWith(unchecked(number.GetValue<ulong>() + (ulong)random.Next(-2, 3)));
                    break;
                default: Exchange(root, random.Next(2) == 0 ? root : stranger, random); break;
            }
        }

        return root.ToJsonString();
    }

    /// <summary>A member gets a value that a member of the same name has.</summary>
    private static void Exchange(JsonNode root, JsonNode source, Random random)
    {
        var members = Pick(root, random, (JsonObject members) => members.Count > 0)!;
        var name = members.ElementAt(random.Next(members.Count)).Key;
        if (Pick(source, random, (JsonObject others) => others[name] is not null) is { } others) members[name] = others[name]!.DeepClone();
        else members.Remove(name);
    }

    private static T? Pick<T>(JsonNode root, Random random, Func<T, bool> fits)
        where T : JsonNode => Nodes(root).OfType<T>().Where(fits).ToArray() is { Length: > 0 } found ? found[random.Next(found.Length)] : null;

    private static JsonNode? Any(JsonArray list, Random random) => list[random.Next(list.Count)]?.DeepClone();
}
