using System.Text.Json;

namespace Platone.Grid.Formats;

/// <summary>A JSON file token by token, however long it is: only the token at hand is in memory.</summary>
internal sealed class JsonTokens(Stream stream, string file)
{
    private const int MaxNames = 4096;

    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _names =
        new Dictionary<string, string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _atEnd;
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = GridLimits.MaxDepth });

    /// <summary>None before the first and after the last token.</summary>
    public JsonTokenType Type { get; private set; }

    /// <summary>Of a property's name or a string.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Of a number; infinite where it is too great for a double.</summary>
    public double Number { get; private set; }

    public bool Read()
    {
        while (!TryRead())
        {
            if (_atEnd) return false;

            Fill();
        }
        return true;
    }

    /// <summary>Goes to the next token and asks it to be of a kind.</summary>
    public void Expect(JsonTokenType type, string place, string expected)
    {
        if (!Read() || Type != type) throw Wrong(place, expected);
    }

    /// <summary>Passes over the value that begins with the next token.</summary>
    public void Skip()
    {
        var depth = 0;
        do
        {
            if (!Read()) throw Wrong("", "a value");

            if (Type is JsonTokenType.StartObject or JsonTokenType.StartArray) depth++;
            if (Type is JsonTokenType.EndObject or JsonTokenType.EndArray) depth--;
        }
        while (depth > 0 || Type == JsonTokenType.PropertyName);
    }

    public GridFormatException Wrong(string place, string expected) => new(file, place.Length == 0 ? "JSON" : place, $"{Found}, expected {expected}");

    private string Found => Type switch
    {
        JsonTokenType.None => "the end of the file",
        JsonTokenType.StartObject => "an object",
        JsonTokenType.EndObject => "the end of an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.EndArray => "the end of an array",
        JsonTokenType.PropertyName or JsonTokenType.String => $"'{(Text.Length > 40 ? Text[..40] + "..." : Text)}'",
        JsonTokenType.Number => FormattableString.Invariant($"{Number}"),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => "null",
    };

    /// <summary>False where the buffer holds no complete token.</summary>
    private bool TryRead()
    {
        var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _atEnd, _state);
        try
        {
            if (!reader.Read())
            {
                Type = JsonTokenType.None;
                Keep(reader);
                return false;
            }
            Take(ref reader);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escape that is no character, or bytes that are not UTF-8.
            var line = exception is JsonException { LineNumber: { } number } ? $"line {number + 1}" : "JSON";
            throw new GridFormatException(file, line, $"not valid JSON: {exception.Message}", exception);
        }
        Keep(reader);
        return true;
    }

    private void Take(ref Utf8JsonReader reader)
    {
        Type = reader.TokenType;
        if (Type == JsonTokenType.Number)
        {
            Number = reader.GetDouble();
            return;
        }
        if (Type is not (JsonTokenType.PropertyName or JsonTokenType.String)) return;

        if (reader.ValueSpan.Length > GridLimits.MaxValueLength)
            throw new GridFormatException(file, "JSON", $"a text of {reader.ValueSpan.Length} bytes, expected at most {GridLimits.MaxValueLength}");

        Text = Type == JsonTokenType.PropertyName ? Name(ref reader) : reader.GetString()!;
    }

    /// <summary>The same few names come again with each object.</summary>
    private string Name(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > 256) return reader.GetString()!;

        Span<char> characters = stackalloc char[256];
        var name = characters[..reader.CopyString(characters)];
        if (_names.TryGetValue(name, out var known)) return known;

        var text = name.ToString();
        if (_names.Dictionary.Count < MaxNames) _names.Dictionary.Add(text, text);
        return text;
    }

    private void Keep(in Utf8JsonReader reader)
    {
        _state = reader.CurrentState;
        _start += (int)reader.BytesConsumed;
    }

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
        {
            // Escapes may take six bytes for a character.
            if (_buffer.Length > 8 * GridLimits.MaxValueLength)
                throw new GridFormatException(file, "JSON", $"a value of more than {_buffer.Length} bytes, expected at most {GridLimits.MaxValueLength}");

            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }
        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _atEnd = read == 0;
    }
}
