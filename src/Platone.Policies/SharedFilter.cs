namespace Platone.Policies;

/// <summary>Shared subscriptions, <c>$share/{group}/{filter}</c> (MQTT 5.0, section 4.8.2).</summary>
static class SharedFilter
{
    private static ReadOnlySpan<byte> Prefix => "$share/"u8;

    public static bool IsShared(ReadOnlySpan<byte> filter) => filter.StartsWith(Prefix);

    public static bool TryParse(ReadOnlySpan<byte> shared, out ReadOnlySpan<byte> group, out ReadOnlySpan<byte> filter)
    {
        var rest = shared[Prefix.Length..];
        var slash = rest.IndexOf((byte)'/');
        group = slash > 0 ? rest[..slash] : default;
        filter = slash > 0 ? rest[(slash + 1)..] : default;
        return !filter.IsEmpty;
    }
}
