using System.Text.Json;

namespace Platone.Grid.Formats.Pandapower;

/// <summary>A net's JSON: one object, whose members are numbers, texts and tables. A table is JSON within a text.</summary>
internal sealed class NetDocument : IDisposable
{
    /// <summary>A net of a hundred thousand buses with all results has a third of it.</summary>
    private const int MaxBytes = 1 << 28;

    private readonly JsonDocument _document;
    private readonly JsonElement _net;
    private readonly List<JsonDocument> _tables = [];

    private NetDocument(JsonDocument document, string file)
    {
        (_document, File) = (document, file);
        var root = document.RootElement;
        _net = root.ValueKind == JsonValueKind.Object && JsonText.Member(root, "_object", file) is { ValueKind: JsonValueKind.Object } net
            ? net
            : throw new GridFormatException(file, "_object", "no object, expected a pandapower net");
    }

    public string File { get; }

    public static NetDocument Read(Stream stream, string file)
    {
        var document = Parse(ReadAll(stream, file), file, "JSON");
        try
        {
            return new(document, file);
        }
        catch
        {
            document.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var table in _tables) table.Dispose();
        _document.Dispose();
    }

    /// <summary>NaN where there is none.</summary>
    public double Number(string name) => Member(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : double.NaN;

    /// <summary>An option that a user gave to the power flow, else null.</summary>
    public string? Option(string name) => Member("user_pf_options") is { ValueKind: JsonValueKind.Object } options
        && JsonText.Member(options, name, File) is { ValueKind: JsonValueKind.String } value ? JsonText.Of(value, File, name) : null;

    /// <summary>Without rows where the net has no such table.</summary>
    public DataFrame Table(string name)
    {
        if (Member(name) is not { ValueKind: JsonValueKind.Object } member) return DataFrame.Empty(File, name);
        if (JsonText.Member(member, "_object", File) is not { ValueKind: JsonValueKind.String } content)
            throw new GridFormatException(File, name, "no text in _object, expected a table in JSON");

        var table = Parse(System.Text.Encoding.UTF8.GetBytes(JsonText.Of(content, File, name)), File, name);
        _tables.Add(table);
        return DataFrame.Of(File, name, table.RootElement);
    }

    private JsonElement? Member(string name) => JsonText.Member(_net, name, File);

    private static JsonDocument Parse(ReadOnlyMemory<byte> bytes, string file, string place)
    {
        try
        {
            return JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = GridLimits.MaxDepth });
        }
        catch (JsonException exception)
        {
            throw new GridFormatException(file, place, $"not valid JSON: {exception.Message}", exception);
        }
    }

    private static ReadOnlyMemory<byte> ReadAll(Stream stream, string file)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (stream.Read(buffer) is var read and > 0)
        {
            if (bytes.Length + read > MaxBytes) throw new GridFormatException(file, "JSON", $"more than {MaxBytes} bytes");

            bytes.Write(buffer, 0, read);
        }
        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }
}
