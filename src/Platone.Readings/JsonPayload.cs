using System.Text;
using System.Text.Json;
using Platone.Cryptography;

namespace Platone.Readings;

/// <summary>
/// A JSON payload, read in place: values are slices of the bytes, so numbers stay exact and raw parts stay byte-exact.
/// The constructor walks everything once; what gets past it is well-formed and within the depth limit, so the methods only look at meaning.
/// </summary>
readonly ref struct JsonPayload
{
    private readonly ReadOnlySpan<byte> _bytes;

    /// <param name="bytes">The whole payload, so that offsets count from its first byte.</param>
    /// <param name="start">Where the JSON starts, behind a byte-order mark.</param>
    /// <param name="limits">Bounds on nesting and on the number of readings.</param>
    /// <exception cref="PayloadException">The JSON is broken or nested too deeply.</exception>
    public JsonPayload(ReadOnlySpan<byte> bytes, int start, DecodeLimits limits)
    {
        _bytes = bytes;
        Limits = limits;
        Root = WellFormed(bytes, start, limits.MaxDepth);
    }

    public DecodeLimits Limits { get; }

    public JsonSlice Root { get; }

    /// <summary>The named members of an object, in the order of the names. Others are ignored: devices may say more than is read here.</summary>
    /// <exception cref="PayloadException">The value is no object, or one of the named members stands in it twice.</exception>
    public JsonSlice[] Members(JsonSlice json, string place, params ReadOnlySpan<string> names)
    {
        Require(json, JsonTokenType.StartObject, place, "an object");
        var members = new JsonSlice[names.Length];
        var reader = Open(json);

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = IndexOf(ref reader, names);
            var value = Next(ref reader, json.Start);
            if (index < 0) continue;
            if (members[index].Exists) throw new PayloadException(place.Length > 0 ? $"{place}.{names[index]}" : names[index], "the member again", "it once");

            members[index] = value;
        }

        return members;
    }

    /// <summary>The elements of a message's list of readings: at least one, at most as many as the limits allow.</summary>
    public List<JsonSlice> Readings(JsonSlice json)
    {
        var items = Items(json, "readings");
        return items.Count > 0 ? items : throw new PayloadException("readings", "an empty list", "at least one reading");
    }

    /// <summary>
    /// The signatures of a message's readings, in their order: null for one that is not signed, and the whole list null where the member is absent.
    /// </summary>
    /// <param name="json">The member <c>signatures</c>: a list of texts and nulls.</param>
    /// <param name="count">How many readings there are.</param>
    /// <param name="sequence">The device's own number, which is signed with each reading.</param>
    public SignaturePart?[]? Signatures(JsonSlice json, int count, ulong? sequence)
    {
        if (!json.Exists) return null;
        if (sequence is null) throw new PayloadException("sequence", "nothing", "the device's own number, which its signatures are over");

        var items = Items(json, "signatures");
        if (items.Count != count) throw new PayloadException("signatures", $"{items.Count}", $"as many as readings, {count}; null for one that is not signed");

        var signatures = new SignaturePart?[count];
        for (var i = 0; i < count; i++)
        {
            if (items[i].Type != JsonTokenType.Null) signatures[i] = RequireSignature(items[i], $"signatures[{i}]");
        }

        return signatures;
    }

    public string Text(JsonSlice json, string place)
    {
        Require(json, JsonTokenType.String, place, "a text");
        return Open(json).GetString()!;
    }

    /// <summary>A text that can be a part of a stream's name.</summary>
    public string NamePart(JsonSlice json, string place)
    {
        var text = Text(json, place);
        return StreamName.IsPart(text, out var expected) ? text : throw new PayloadException(place, $"'{text}'", expected);
    }

    /// <summary>Microseconds since the Unix epoch.</summary>
    public long Time(JsonSlice json, string place)
    {
        var text = Text(json, place);
        return IsoTime.TryParse(text, out var micros, out var expected) ? micros : throw new PayloadException(place, $"'{text}'", expected);
    }

    /// <summary>A number, or a text that holds one: some devices write texts to keep binary floating point away from their values.</summary>
    public ExactDecimal Decimal(JsonSlice json, string place)
    {
        var value = ExactDecimal.Zero;
        var read = json.Type switch
        {
            JsonTokenType.Number => ExactDecimal.TryParse(Bytes(json), out value),
            JsonTokenType.String => ExactDecimal.TryParse(Text(json, place), out value),
            _ => false,
        };
        return read ? value : throw new PayloadException(place, Shown(json), ExactDecimal.Expected);
    }

    public ulong UnsignedInteger(JsonSlice json, string place)
    {
        ulong value = 0;
        var read = json.Type == JsonTokenType.Number && Open(json).TryGetUInt64(out value);
        return read ? value : throw new PayloadException(place, Shown(json), $"an integer from 0 to {ulong.MaxValue}");
    }

    private List<JsonSlice> Items(JsonSlice json, string place)
    {
        Require(json, JsonTokenType.StartArray, place, "a list");
        var items = new List<JsonSlice>();
        var reader = Open(json);

        while (Next(ref reader, json.Start) is { Type: not JsonTokenType.EndArray } item)
        {
            if (items.Count == Limits.MaxReadings) throw new PayloadException(place, $"more than {items.Count}", $"at most {Limits.MaxReadings} readings");
            items.Add(item);
        }

        return items;
    }

    /// <summary>In its one spelling, escapes included: so it can be cut out of the message and put back without keeping its text.</summary>
    private SignaturePart RequireSignature(JsonSlice json, string place)
    {
        const int Quote = 1;
        var isText = json.Type == JsonTokenType.String && json.Length == SignaturePart.Length + (2 * Quote);
        var text = isText ? Encoding.UTF8.GetString(Bytes(json)[Quote..^Quote]) : null;
        return Signature.TryParse(text, out var signature) && signature.ToString() == text
            ? new(signature, json.Start + Quote)
            : throw new PayloadException(place, Shown(json), "0x and r, s, v in 130 lower-case hexadecimal digits, s in the lower half, v 1b or 1c; or null");
    }

    private static JsonSlice WellFormed(ReadOnlySpan<byte> bytes, int start, int maxDepth)
    {
        // The defaults refuse comments and trailing commas.
        var reader = new Utf8JsonReader(bytes[start..], new JsonReaderOptions { MaxDepth = maxDepth });
        try
        {
            reader.Read();
            var (type, first) = (reader.TokenType, (int)reader.TokenStartIndex);
            do RequireText(ref reader, start);
            while (reader.Read());

            return new(type, start + first, (int)reader.BytesConsumed - first);
        }
        catch (JsonException broken)
        {
            var reason = broken.Message.Split(" LineNumber:")[0];
            var place = $"payload line {broken.LineNumber + 1} byte {broken.BytePositionInLine + 1}";
            throw new PayloadException(place, reason, $"JSON without comments and trailing commas, at most {maxDepth} levels deep");
        }
    }

    /// <summary>Escapes can spell half of a surrogate pair, which is no text; the reader only notices when it is asked for the text.</summary>
    private static void RequireText(ref Utf8JsonReader reader, int start)
    {
        if (!reader.ValueIsEscaped) return;

        try
        {
            reader.GetString();
        }
        catch (InvalidOperationException)
        {
            throw new PayloadException($"payload byte {start + reader.TokenStartIndex}", "half of a surrogate pair as an escape", "text");
        }
    }

    /// <summary>A reader that stands on the value's first token.</summary>
    private Utf8JsonReader Open(JsonSlice json)
    {
        var reader = new Utf8JsonReader(Bytes(json), new JsonReaderOptions { MaxDepth = Limits.MaxDepth });
        reader.Read();
        return reader;
    }

    private ReadOnlySpan<byte> Bytes(JsonSlice json) => _bytes.Slice(json.Start, json.Length);

    /// <summary>Moves over the next value, or onto the end of the list.</summary>
    private static JsonSlice Next(ref Utf8JsonReader reader, int start)
    {
        reader.Read();
        var (type, first) = (reader.TokenType, (int)reader.TokenStartIndex);
        reader.Skip();
        return new(type, start + first, (int)reader.BytesConsumed - first);
    }

    private static int IndexOf(ref Utf8JsonReader reader, scoped ReadOnlySpan<string> names)
    {
        for (var i = 0; i < names.Length; i++)
            if (reader.ValueTextEquals(names[i])) return i;

        return -1;
    }

    private void Require(JsonSlice json, JsonTokenType type, string place, string expected)
    {
        if (json.Type != type) throw new PayloadException(place, Shown(json), expected);
    }

    private string Shown(JsonSlice json) => json.Type switch
    {
        JsonTokenType.None => "nothing",
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => $"'{Open(json).GetString()}'",
        _ => Encoding.UTF8.GetString(Bytes(json)),
    };
}
