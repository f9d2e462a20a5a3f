namespace Platone.Certification.Blocks;

/// <summary>
/// A path of half bytes packed into bytes (Yellow Paper, appendix C). The first half byte says what the node is and whether the path is odd:
/// 0 = extension, even; 1 = extension, odd; 2 = leaf, even; 3 = leaf, odd. An even path has a zero after it.
/// </summary>
static class HexPrefix
{
    private const int OddFlag = 1, LeafFlag = 2;

    /// <exception cref="FormatException">No bytes, another flag, or padding that is not zero.</exception>
    public static byte[] Decode(ReadOnlySpan<byte> packed, out bool isLeaf)
    {
        if (packed.IsEmpty) throw new FormatException("the path has no bytes.");

        var nibbles = Nibbles(packed);
        var flag = nibbles[0];
        if (flag > (OddFlag | LeafFlag)) throw new FormatException($"the path begins with {flag}; the flags are 0 to 3.");

        isLeaf = (flag & LeafFlag) != 0;
        if ((flag & OddFlag) != 0) return nibbles[1..];
        if (nibbles[1] != 0) throw new FormatException($"the path is padded with {nibbles[1]} instead of 0.");

        return nibbles[2..];
    }

    /// <summary>Every byte's upper half, then its lower half.</summary>
    public static byte[] Nibbles(ReadOnlySpan<byte> bytes)
    {
        var nibbles = new byte[2 * bytes.Length];
        for (var i = 0; i < bytes.Length; i++) (nibbles[2 * i], nibbles[(2 * i) + 1]) = ((byte)(bytes[i] >> 4), (byte)(bytes[i] & 0xf));
        return nibbles;
    }
}
