using Platone.Cryptography;

namespace Platone.Certification;

/// <summary>What the chain keeps of a batch: the keccak-256 of these fields, chained by <see cref="Previous"/>.</summary>
/// <param name="Previous">The hash of the certifier's batch before, zero for number 1.</param>
/// <param name="Number">1, 2, 3, ... per certifier.</param>
/// <param name="From">The earliest measurement time in the batch, microseconds since the Unix epoch.</param>
/// <param name="To">The latest.</param>
/// <param name="Closed">When the batch was closed, by the certifier's clock.</param>
public readonly record struct BatchRecord(
    Hash256 Previous, Address Certifier, ulong Number, Hash256 Root, uint Count, Hash256 IndexRoot, long From, long To, long Closed, BatchFlags Flags)
{
    public const int EncodedLength = 10 * AbiWriter.WordLength;

    public byte[] Encode()
    {
        var bytes = new byte[EncodedLength];
        var words = new AbiWriter(bytes);
        words.Write(Previous);
        words.Write(Certifier);
        words.Write(Number);
        words.Write(Root);
        words.Write((ulong)Count);
        words.Write(IndexRoot);
        words.Write(From);
        words.Write(To);
        words.Write(Closed);
        words.Write((ulong)Flags);
        return bytes;
    }

    /// <exception cref="FormatException">Not exactly one batch record.</exception>
    public static BatchRecord Decode(ReadOnlySpan<byte> encoded)
    {
        var words = new AbiReader(encoded);
        var record = new BatchRecord(
            words.ReadHash(), words.ReadAddress(), words.ReadUInt64(), words.ReadHash(), (uint)words.ReadUInt64(uint.MaxValue), words.ReadHash(),
            words.ReadInt64(), words.ReadInt64(), words.ReadInt64(), (BatchFlags)words.ReadUInt64(byte.MaxValue));
        return words.AtEnd ? record : throw new FormatException($"The batch record is longer than {EncodedLength} bytes.");
    }

    public Hash256 Hash() => Keccak256.Hash(Encode());
}

[Flags]
public enum BatchFlags : byte
{
    None = 0,

    /// <summary>Certified later than its receipts promised.</summary>
    Late = 1,
}
