using System.Numerics;

namespace Platone.Cryptography;

/// <summary>Recursive Length Prefix, the encoding of Ethereum's transactions, headers and trie nodes (Yellow Paper, appendix B).</summary>
public static class Rlp
{
    /// <summary>Deeper nesting than this is refused; a transaction has 3 levels.</summary>
    public const int MaximumDepth = 16;

    private const byte StringOffset = 0x80, ListOffset = 0xc0;
    private const int LongestShortForm = 55;

    /// <summary>Encodes a string of bytes.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> bytes) => bytes is [< StringOffset] ? [bytes[0]] : [.. Prefix(bytes.Length, StringOffset), .. bytes];

    /// <summary>Encodes an unsigned number: big-endian without leading zeros, zero is the empty string.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static byte[] Encode(BigInteger value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        return value.IsZero ? [StringOffset] : Encode(value.ToByteArray(isUnsigned: true, isBigEndian: true));
    }

    /// <summary>Encodes a list of items that are encoded already.</summary>
    public static byte[] EncodeList(params ReadOnlySpan<byte[]> encodedItems)
    {
        var length = 0;
        foreach (var item in encodedItems) length = checked(length + item.Length);

        var prefix = Prefix(length, ListOffset);
        var list = new byte[prefix.Length + length];
        prefix.CopyTo(list, 0);
        var position = prefix.Length;
        foreach (var item in encodedItems)
        {
            item.CopyTo(list, position);
            position += item.Length;
        }

        return list;
    }

    /// <summary>Reads exactly one item. Only the shortest form of every length is accepted, so that equal items have equal bytes.</summary>
    /// <exception cref="FormatException">Anything else, bytes after the item, or lists nested deeper than <see cref="MaximumDepth"/>.</exception>
    public static RlpItem Decode(ReadOnlyMemory<byte> encoded)
    {
        var position = 0;
        var item = DecodeItem(encoded, ref position, depth: 0);
        if (position != encoded.Length) throw new FormatException($"{encoded.Length - position} bytes follow the RLP item that ends at byte {position}.");

        return item;
    }

    private static byte[] Prefix(int length, byte offset)
    {
        if (length <= LongestShortForm) return [(byte)(offset + length)];

        var lengthBytes = new BigInteger(length).ToByteArray(isUnsigned: true, isBigEndian: true);
        return [(byte)(offset + LongestShortForm + lengthBytes.Length), .. lengthBytes];
    }

    private static RlpItem DecodeItem(ReadOnlyMemory<byte> encoded, ref int position, int depth)
    {
        if (position >= encoded.Length) throw new FormatException($"The RLP ends at byte {position}, where an item was expected.");

        var start = position;
        var first = encoded.Span[start];
        if (first < StringOffset)
        {
            position++;
            return new(encoded.Slice(start, 1));
        }

        var offset = first < ListOffset ? StringOffset : ListOffset;
        var payload = ReadPayload(encoded, ref position, offset);
        if (offset == ListOffset) return new(DecodeItems(payload, depth + 1));

        if (payload.Span is [< StringOffset]) throw new FormatException($"The RLP wraps the single byte at {start} that stands for itself.");
        return new(payload);
    }

    private static List<RlpItem> DecodeItems(ReadOnlyMemory<byte> payload, int depth)
    {
        if (depth > MaximumDepth) throw new FormatException($"The RLP nests lists deeper than {MaximumDepth} levels.");

        var items = new List<RlpItem>();
        for (var position = 0; position < payload.Length;) items.Add(DecodeItem(payload, ref position, depth));
        return items;
    }

    private static ReadOnlyMemory<byte> ReadPayload(ReadOnlyMemory<byte> encoded, ref int position, byte offset)
    {
        var start = position;
        var length = encoded.Span[start] - offset;
        position++;
        if (length > LongestShortForm) length = ReadLength(encoded.Span, ref position, lengthOfLength: length - LongestShortForm);
        if (length > encoded.Length - position)
            throw new FormatException($"The RLP item at byte {start} claims {length} bytes; {encoded.Length - position} are left.");

        var payload = encoded.Slice(position, length);
        position += length;
        return payload;
    }

    private static int ReadLength(ReadOnlySpan<byte> encoded, ref int position, int lengthOfLength)
    {
        var start = position - 1;
        if (lengthOfLength > encoded.Length - position) throw new FormatException($"The RLP ends within the length of the item at byte {start}.");

        var length = new BigInteger(encoded.Slice(position, lengthOfLength), isUnsigned: true, isBigEndian: true);
        if (encoded[position] == 0 || length <= LongestShortForm)
            throw new FormatException($"The RLP item at byte {start} does not have the shortest form of its length.");
        if (length > encoded.Length) throw new FormatException($"The RLP item at byte {start} claims {length} bytes of {encoded.Length}.");

        position += lengthOfLength;
        return (int)length;
    }
}
