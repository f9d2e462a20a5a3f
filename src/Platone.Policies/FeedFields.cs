using System.Text;
using Platone.Cryptography;

namespace Platone.Policies;

/// <summary>Takes the fields of one feed line one after the other.</summary>
ref struct FeedFields(ReadOnlySpan<byte> line, long lineNumber)
{
    private const int LongestShownField = 80;

    private ReadOnlySpan<byte> _rest = line;
    private bool _ended = line.IsEmpty;

    public string Word()
    {
        var field = Next("a word");
        return field.SequenceEqual("grant"u8) ? "grant" : Show(field); // nearly every line of a snapshot: no text is made for it
    }

    public long Number(string name)
    {
        var field = Next(name);
        return CanonicalNumber.TryParse(field, out var number) ? number : throw Unexpected($"{name} as a decimal number up to 2^63 - 1", Show(field));
    }

    public long PositiveNumber(string name)
    {
        var number = Number(name);
        return number > 0 ? number : throw Unexpected($"{name} above 0", "0");
    }

    public ChainHead Head() => new(Number("BLOCK"), Number("HEADTIME"));

    public Address Address(string name)
    {
        var field = Next(name);
        return WalletName.TryParse(field, out var address) ? address : throw Unexpected($"{name} as 0x and 40 lower-case hexadecimal digits", Show(field));
    }

    public Hash256 Hash(string name)
    {
        var field = Next(name);
        Span<byte> bytes = stackalloc byte[Hash256.Length];
        return LowerHex.TryDecode(field, bytes) ? new(bytes) : throw Unexpected($"{name} as 0x and 64 lower-case hexadecimal digits", Show(field));
    }

    public BrokerKey Key()
    {
        var field = Next("HEX32");
        Span<byte> bytes = stackalloc byte[BrokerKey.Length];
        // What was found stays out of the message: it may be most of a secret.
        return LowerHex.TryDecode(field, bytes) ? new(bytes) : throw Unexpected("HEX32 as 0x and 64 lower-case hexadecimal digits", $"{field.Length} bytes");
    }

    public Grant Grant()
    {
        var id = Hash("ID");
        var provider = Address("PROVIDER");
        var consumer = Address("CONSUMER");
        var notBefore = Number("NOTBEFORE");
        var expiry = Number("EXPIRY");
        return new(id, provider, consumer, Filter(), notBefore, expiry);
    }

    public Credential Credential()
    {
        var hash = Hash("HASH");
        if (_ended) throw Unexpected("ACCOUNT", "the end of the line");

        _ended = true;
        return AccountName.TryParse(_rest, out _)
            ? new(hash, Encoding.UTF8.GetString(_rest))
            : throw Unexpected("ACCOUNT as a lower-case address, or that, a slash and a device", Show(_rest));
    }

    /// <summary>The message, provided that the line ends here.</summary>
    public readonly T End<T>(T message) => _ended ? message : throw Unexpected("the end of the line", Show(_rest));

    public readonly FeedException Unexpected(string expected, string found) => new($"Line {lineNumber}: expected {expected}, found '{found}'.");

    private TopicFilter Filter()
    {
        if (_ended) throw Unexpected("FILTER", "the end of the line");

        _ended = true;
        var fault = TopicFilter.FindFault(_rest);
        return fault is null ? new(_rest) : throw Unexpected($"FILTER as an MQTT topic filter ({fault})", Show(_rest));
    }

    private ReadOnlySpan<byte> Next(string name)
    {
        if (_ended) throw Unexpected(name, "the end of the line");

        var space = _rest.IndexOf((byte)' ');
        var field = space < 0 ? _rest : _rest[..space];
        _ended = space < 0;
        _rest = space < 0 ? default : _rest[(space + 1)..];
        return field;
    }

    /// <summary>Short and printable, whatever was sent: errors end up in logs.</summary>
    private static string Show(ReadOnlySpan<byte> field)
    {
        var text = Encoding.UTF8.GetString(field[..Math.Min(field.Length, LongestShownField)]);
        return string.Create(text.Length, text, static (target, source) =>
        {
            for (var i = 0; i < target.Length; i++)
                target[i] = char.IsControl(source[i]) || char.IsSurrogate(source[i]) ? '?' : source[i];
        });
    }
}
