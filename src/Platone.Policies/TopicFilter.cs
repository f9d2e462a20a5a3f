using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Platone.Policies;

/// <summary>
/// An MQTT topic filter (MQTT 3.1.1 and 5.0, section 4.7), kept as UTF-8 because that is what brokers hand in for each message.
/// Control characters are refused, as Mosquitto does, so a filter always fits on one line of text.
/// </summary>
public sealed class TopicFilter : IEquatable<TopicFilter>
{
    /// <summary>Longest filter, and longest topic that the rules look at.</summary>
    public const int MaxBytes = 1024;

    private const byte Separator = (byte)'/';
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What is in ASCII neither control character nor wildcard.</summary>
    private static readonly SearchValues<byte> Plain = SearchValues.Create([.. Enumerable.Range(0x20, 0x5F).Select(i => (byte)i).Except("+#"u8.ToArray())]);

    private readonly byte[] _utf8;
    private readonly int _literalBytes; // of the levels before the first wildcard, without the slash after them

    /// <exception cref="ArgumentException">Not a topic filter; the message says why.</exception>
    public TopicFilter(string text) : this(Encode(text))
    {
    }

    /// <exception cref="ArgumentException">Not a topic filter; the message says why.</exception>
    public TopicFilter(ReadOnlySpan<byte> utf8)
    {
        if (FindFault(utf8) is { } fault) throw new ArgumentException($"Expected an MQTT topic filter: {fault}.", nameof(utf8));

        _utf8 = utf8.ToArray();
        var wildcard = utf8.IndexOfAny("+#"u8);
        HasWildcards = wildcard >= 0;
        _literalBytes = HasWildcards ? Math.Max(0, wildcard - 1) : utf8.Length;
    }

    public bool HasWildcards { get; }

    public ReadOnlySpan<byte> Utf8 => _utf8;

    public static bool IsValid(ReadOnlySpan<byte> utf8) => FindFault(utf8) is null;

    /// <summary>Whether the bytes are a topic name: what a filter must be, and no wildcard.</summary>
    public static bool IsTopicName(ReadOnlySpan<byte> utf8)
    {
        // Asked for every delivery, and nearly every topic is plain: then one look settles it.
        if (utf8.Length is > 0 and <= MaxBytes && utf8.IndexOfAnyExcept(Plain) < 0) return true;
        return utf8.IndexOfAny("+#"u8) < 0 && FindFault(utf8) is null;
    }

    public static bool TryParse(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out TopicFilter? filter)
    {
        filter = IsValid(utf8) ? new(utf8) : null;
        return filter is not null;
    }

    /// <summary>Whether a message on this topic is delivered to a subscriber of the filter.</summary>
    /// <param name="topic">A topic name in UTF-8; wildcard characters in it have no meaning.</param>
    public bool Matches(ReadOnlySpan<byte> topic)
    {
        if (topic.IsEmpty || (IsReserved(topic) && !IsReserved(_utf8)) || !StartsLikeThis(topic)) return false;

        var filterLevels = new Levels(_utf8);
        var topicLevels = new Levels(topic);
        while (true)
        {
            var filterGoesOn = filterLevels.Next(out var wanted);
            if (filterGoesOn && IsMultiLevel(wanted)) return true; // also when the topic just ended: "sport/#" matches "sport"

            var topicGoesOn = topicLevels.Next(out var found);
            if (!filterGoesOn || !topicGoesOn) return filterGoesOn == topicGoesOn;
            if (!IsSingleLevel(wanted) && !wanted.SequenceEqual(found)) return false;
        }
    }

    public bool Matches(string topic) => Matches(Encode(topic));

    /// <summary>Whether every topic that the other filter matches is matched by this one.</summary>
    public bool Covers(TopicFilter other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Covers(other._utf8);
    }

    /// <param name="filter">A valid filter in UTF-8.</param>
    public bool Covers(ReadOnlySpan<byte> filter)
    {
        if ((IsReserved(filter) && !IsReserved(_utf8)) || !StartsLikeThis(filter)) return false;

        // "#" also matches the parent level, except where that would be the empty text, which is no topic.
        if (filter.SequenceEqual("#"u8)) filter = "+/#"u8;
        else if (filter.SequenceEqual("/#"u8)) filter = "/+/#"u8;

        var ownLevels = new Levels(_utf8);
        var otherLevels = new Levels(filter);
        while (true)
        {
            var ownGoesOn = ownLevels.Next(out var own);
            if (ownGoesOn && IsMultiLevel(own)) return true;

            var otherGoesOn = otherLevels.Next(out var other);
            if (!ownGoesOn || !otherGoesOn) return ownGoesOn == otherGoesOn;
            if (IsMultiLevel(other)) return false;
            if (!IsSingleLevel(own) && !own.SequenceEqual(other)) return false;
        }
    }

    public bool Equals(TopicFilter? other) => other is not null && _utf8.AsSpan().SequenceEqual(other._utf8);

    public override bool Equals(object? obj) => Equals(obj as TopicFilter);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(_utf8);
        return hash.ToHashCode();
    }

    public override string ToString() => Encoding.UTF8.GetString(_utf8);

    /// <summary>What keeps the bytes from being a topic filter; null when nothing does.</summary>
    internal static string? FindFault(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return "it is empty";
        if (utf8.Length > MaxBytes) return $"it has {utf8.Length} bytes, at most {MaxBytes} are allowed";
        if (!System.Text.Unicode.Utf8.IsValid(utf8)) return "it is not valid UTF-8";
        if (HoldsControlCharacter(utf8)) return "it holds a control character";
        return utf8.IndexOfAny("+#"u8) < 0 ? null : FindWildcardFault(utf8);
    }

    private static string? FindWildcardFault(ReadOnlySpan<byte> utf8)
    {
        var levels = new Levels(utf8);
        while (levels.Next(out var level))
        {
            if (level.IndexOfAny("+#"u8) >= 0 && level.Length > 1) return "a wildcard does not fill its whole level";
            if (IsMultiLevel(level) && !levels.AtEnd) return "the wildcard # is not the last level";
        }

        return null;
    }

    /// <summary>U+0000 to U+001F, U+007F and U+0080 to U+009F; the last ones are C2 80 to C2 9F in UTF-8.</summary>
    private static bool HoldsControlCharacter(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IndexOfAnyInRange((byte)0x00, (byte)0x1F) >= 0 || utf8.Contains((byte)0x7F)) return true;

        for (var lead = utf8.IndexOf((byte)0xC2); lead >= 0; lead = utf8.IndexOf((byte)0xC2))
        {
            utf8 = utf8[(lead + 1)..];
            if (utf8[0] < 0xA0) return true;
        }

        return false;
    }

    /// <summary>Topics that start with $ are the broker's own; a filter that starts with a wildcard does not match them (section 4.7.2).</summary>
    private static bool IsReserved(ReadOnlySpan<byte> text) => text[0] == (byte)'$';

    /// <summary>One comparison that settles most of the filters in a list before their levels are walked.</summary>
    private bool StartsLikeThis(ReadOnlySpan<byte> text) => text.StartsWith(_utf8.AsSpan(0, _literalBytes));

    private static bool IsSingleLevel(ReadOnlySpan<byte> level) => level.Length == 1 && level[0] == (byte)'+';

    private static bool IsMultiLevel(ReadOnlySpan<byte> level) => level.Length == 1 && level[0] == (byte)'#';

    private static byte[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return StrictUtf8.GetBytes(text);
    }

    private ref struct Levels(ReadOnlySpan<byte> text)
    {
        private ReadOnlySpan<byte> _rest = text;

        public bool AtEnd { get; private set; }

        public bool Next(out ReadOnlySpan<byte> level)
        {
            level = _rest;
            if (AtEnd) return false;

            var end = _rest.IndexOf(Separator);
            AtEnd = end < 0;
            if (AtEnd) return true;

            level = _rest[..end];
            _rest = _rest[(end + 1)..];
            return true;
        }
    }
}
