using System.Numerics;

namespace Platone.Cryptography;

/// <summary>One decoded item of RLP: a string of bytes or a list of items. Memory is shared with the decoded input.</summary>
public sealed class RlpItem
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly IReadOnlyList<RlpItem>? _items;

    internal RlpItem(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    internal RlpItem(IReadOnlyList<RlpItem> items) => _items = items;

    public bool IsList => _items is not null;

    /// <exception cref="FormatException">The item is a list.</exception>
    public ReadOnlyMemory<byte> Bytes => IsList ? throw new FormatException("Expected bytes in the RLP, found a list.") : _bytes;

    /// <exception cref="FormatException">The item is a string of bytes.</exception>
    public IReadOnlyList<RlpItem> Items => _items ?? throw new FormatException("Expected a list in the RLP, found bytes.");

    /// <summary>The bytes as an unsigned big-endian number in its only accepted form: no leading zero, zero is empty.</summary>
    /// <param name="maximumLength">The widest number accepted, in bytes.</param>
    /// <exception cref="FormatException">The item is a list, too long, or has a leading zero.</exception>
    public BigInteger ToInteger(int maximumLength = 32)
    {
        var bytes = Bytes.Span;
        if (bytes.Length > maximumLength)
            throw new FormatException($"Expected an integer of at most {maximumLength} bytes in the RLP, found {bytes.Length} bytes.");
        if (bytes.Length > 0 && bytes[0] == 0) throw new FormatException("An integer in the RLP starts with a zero byte.");

        return new(bytes, isUnsigned: true, isBigEndian: true);
    }
}
