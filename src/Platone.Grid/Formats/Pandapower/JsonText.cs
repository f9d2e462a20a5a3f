using System.Text.Json;

namespace Platone.Grid.Formats.Pandapower;

/// <summary>Texts of a parsed document: decoded only when asked for, so that a lone surrogate or a byte that is not UTF-8 comes to light here.</summary>
internal static class JsonText
{
    public static string Of(JsonElement text, string file, string place) => Decoded(text, static element => element.GetString()!, file, place);

    /// <summary>Null where the object has none of that name.</summary>
    public static JsonElement? Member(JsonElement from, string name, string file) =>
        Decoded(from, element => element.TryGetProperty(name, out var member) ? member : (JsonElement?)null, file, name);

    private static T Decoded<T>(JsonElement element, Func<JsonElement, T> decode, string file, string place)
    {
        try
        {
            return decode(element);
        }
        catch (InvalidOperationException exception)
        {
            throw new GridFormatException(file, place, $"a text that cannot be decoded: {exception.Message}", exception);
        }
    }
}
