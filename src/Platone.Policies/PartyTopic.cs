using Platone.Cryptography;

namespace Platone.Policies;

/// <summary>
/// A topic or filter of the form <c>{area}/{wallet}</c> or <c>{area}/{wallet}/...</c>:
/// <c>ingest/{provider}/{device}</c>, <c>receipts/{provider}/{device}</c>, <c>errors/{provider}/{device}</c>,
/// <c>data/{provider}/{device}/{resolution}</c>, <c>certified/{provider}</c>, <c>access/{party}</c>.
/// </summary>
readonly ref struct PartyTopic
{
    private PartyTopic(TopicArea area, Address party, bool hasLevelsBelow, ReadOnlySpan<byte> below)
    {
        Area = area;
        Party = party;
        HasLevelsBelow = hasLevelsBelow;
        Below = below;
    }

    public TopicArea Area { get; }

    public Address Party { get; }

    public bool HasLevelsBelow { get; }

    /// <summary>What follows <c>{area}/{wallet}/</c>.</summary>
    public ReadOnlySpan<byte> Below { get; }

    public bool HasOneLevelBelow => HasLevelsBelow && !Below.IsEmpty && !Below.Contains((byte)'/');

    public static bool TryParse(ReadOnlySpan<byte> text, out PartyTopic topic)
    {
        topic = default;
        var slash = text.IndexOf((byte)'/');
        if (slash < 0 || !TryParseArea(text[..slash], out var area)) return false;

        var rest = text[(slash + 1)..];
        if (rest.Length < WalletName.Length || !WalletName.TryParse(rest[..WalletName.Length], out var party)) return false;

        var below = rest[WalletName.Length..];
        if (!below.IsEmpty && below[0] != (byte)'/') return false;

        topic = new(area, party, hasLevelsBelow: !below.IsEmpty, below.IsEmpty ? below : below[1..]);
        return true;
    }

    private static bool TryParseArea(ReadOnlySpan<byte> name, out TopicArea area)
    {
        area = name switch
        {
            _ when name.SequenceEqual("data"u8) => TopicArea.Data,
            _ when name.SequenceEqual("ingest"u8) => TopicArea.Ingest,
            _ when name.SequenceEqual("receipts"u8) => TopicArea.Receipts,
            _ when name.SequenceEqual("errors"u8) => TopicArea.Errors,
            _ when name.SequenceEqual("certified"u8) => TopicArea.Certified,
            _ when name.SequenceEqual("access"u8) => TopicArea.Access,
            _ => TopicArea.None,
        };
        return area != TopicArea.None;
    }
}

enum TopicArea
{
    None,
    Ingest,
    Receipts,
    Errors,
    Data,
    Certified,
    Access,
}
