namespace Platone.Grid.Formats.Pandapower;

/// <summary>A vector group without its number: <c>Dyn</c>, <c>YNyn</c>, <c>Yzn</c>.</summary>
/// <remarks>IEC 60076-1, clause 7.</remarks>
internal static class VectorGroup
{
    /// <summary>Null where it is none.</summary>
    public static (WindingConnection Hv, WindingConnection Lv)? Parse(string group)
    {
        ReadOnlySpan<char> rest = group.TrimEnd([.. "0123456789"]).ToUpperInvariant();
        return Take(ref rest) is { } hv && Take(ref rest) is { } lv && rest.IsEmpty ? (hv, lv) : null;
    }

    public static bool IsEarthed(WindingConnection winding) => winding is WindingConnection.EarthedStar or WindingConnection.EarthedZigzag;

    private static WindingConnection? Take(ref ReadOnlySpan<char> group)
    {
        if (group.IsEmpty) return null;

        var letter = group[0];
        var isEarthed = group.Length > 1 && group[1] == 'N';
        group = group[(isEarthed ? 2 : 1)..];
        return (letter, isEarthed) switch
        {
            ('Y', false) => WindingConnection.Star,
            ('Y', true) => WindingConnection.EarthedStar,
            ('D', false) => WindingConnection.Delta,
            ('Z', false) => WindingConnection.Zigzag,
            ('Z', true) => WindingConnection.EarthedZigzag,
            _ => null,
        };
    }
}
