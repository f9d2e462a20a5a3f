using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Platone.Cryptography;

namespace Platone.Readings;

/// <summary>
/// The name of a series of readings: <c>device/component/measurand/phase</c>, where <c>%2F</c> and <c>%25</c> stand for a slash and a percent sign inside
/// a part.
/// </summary>
/// <remarks>
/// Names are compared and hashed code point by code point, never folded or normalised, because a record's hash must not depend on a version of Unicode.
/// To keep two spellings of one visible name apart, a part takes only letters, digits, punctuation, symbols and inner spaces (U+0020).
/// Control, format, private and unassigned characters, other spaces, unpaired surrogates and combining marks (an accent that has a composed twin) are refused.
/// </remarks>
public sealed record StreamName
{
    public const int MaxPartChars = 128;

    /// <summary>The component of a device that measures just one thing and names none.</summary>
    public const string NoComponent = "-";

    // Boxed, so that threads see the whole hash or none.
    private object? _hash;

    /// <exception cref="ArgumentException">A part is not what <see cref="IsPart"/> takes.</exception>
    public StreamName(string device, string component, string measurand, string phase)
    {
        (Device, Component) = (Checked(device, nameof(device)), Checked(component, nameof(component)));
        (Measurand, Phase) = (Checked(measurand, nameof(measurand)), Checked(phase, nameof(phase)));
    }

    public string Device { get; }

    public string Component { get; }

    public string Measurand { get; }

    public string Phase { get; }

    /// <summary>The stream as records name it: keccak-256 of the UTF-8 of the name.</summary>
    public Hash256 Hash => (Hash256)(_hash ??= Keccak256.Hash(Encoding.UTF8.GetBytes(ToString())));

    /// <exception cref="FormatException">The text is not a name in the one form that <see cref="ToString"/> writes.</exception>
    public static StreamName Parse(string text) =>
        TryParse(text, out var name) ? name : throw new FormatException($"Expected device/component/measurand/phase, found '{text}'.");

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out StreamName? name)
    {
        name = null;
        if (text?.Split('/') is not { Length: 4 } parts) return false;

        for (var i = 0; i < parts.Length; i++)
            if (!TryUnescape(parts[i], out parts[i]) || !IsPart(parts[i], out _)) return false;

        name = new(parts[0], parts[1], parts[2], parts[3]);
        return true;
    }

    /// <summary>Whether the text can be a part of a name: 1 to 128 UTF-16 units of the characters listed in the remarks.</summary>
    /// <param name="text">The part, not percent-encoded.</param>
    /// <param name="expected">What it should have been, for an error message.</param>
    public static bool IsPart(string text, [NotNullWhen(false)] out string? expected)
    {
        ArgumentNullException.ThrowIfNull(text);
        expected =
            text.Length is 0 or > MaxPartChars ? $"1 to {MaxPartChars} characters"
            : text[0] == ' ' || text[^1] == ' ' ? "no space at either end"
            : !AllCharactersAllowed(text) ? "letters, digits, punctuation, symbols and spaces only"
            : null;
        return expected is null;
    }

    /// <summary>Whether all parts are equal; whether the hash is known already makes no difference.</summary>
    public bool Equals(StreamName? other) =>
        other is not null && Device == other.Device && Component == other.Component && Measurand == other.Measurand && Phase == other.Phase;

    public override int GetHashCode() => HashCode.Combine(Device, Component, Measurand, Phase);

    public override string ToString() => $"{Escape(Device)}/{Escape(Component)}/{Escape(Measurand)}/{Escape(Phase)}";

    private static string Checked(string part, string parameter) =>
        IsPart(part, out var expected) ? part : throw new ArgumentException($"Expected {expected}.", parameter);

    private static bool AllCharactersAllowed(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var length) != System.Buffers.OperationStatus.Done || !IsAllowed(rune)) return false;
            text = text[length..];
        }

        return true;
    }

    private static bool IsAllowed(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.SpaceSeparator => rune.Value == ' ',
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => false,
        _ => true,
    };

    private static string Escape(string part) => part.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal);

    /// <summary>Undoes <see cref="Escape"/> and nothing else: a second spelling of the same part is refused.</summary>
    private static bool TryUnescape(string escaped, out string part)
    {
        part = escaped.Replace("%2F", "/", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal);
        return Escape(part) == escaped;
    }
}
