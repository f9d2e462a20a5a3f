using Platone.Cryptography;

namespace Platone.Certification.Blocks;

/// <summary>Fields of headers, accounts and nodes, each in its only form.</summary>
static class RlpFields
{
    /// <exception cref="FormatException">Not a list, or of another length.</exception>
    public static IReadOnlyList<RlpItem> ToItems(this RlpItem item, int count, string name) =>
        item.Items.Count == count ? item.Items : throw new FormatException($"The {name} has {item.Items.Count} fields instead of {count}.");

    /// <exception cref="FormatException">A list, or another number of bytes.</exception>
    public static ReadOnlySpan<byte> ToBytes(this RlpItem item, int length, string name) =>
        item.Bytes.Length == length ? item.Bytes.Span : throw new FormatException($"The {name} has {item.Bytes.Length} bytes instead of {length}.");

    public static Hash256 ToHash(this RlpItem item, string name) => new(item.ToBytes(Hash256.Length, name));

    public static Address ToAddress(this RlpItem item, string name) => new(item.ToBytes(Address.Length, name));

    public static ulong ToUInt64(this RlpItem item) => (ulong)item.ToInteger(sizeof(ulong));

    /// <summary>The bytes that the item was decoded from: RLP has one form only.</summary>
    public static byte[] Encode(this RlpItem item) =>
        item.IsList ? Rlp.EncodeList([.. item.Items.Select(Encode)]) : Rlp.Encode(item.Bytes.Span);
}
