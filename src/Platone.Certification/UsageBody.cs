using Platone.Cryptography;

namespace Platone.Certification;

/// <summary>
/// What a usage record's content is the keccak-256 of: <c>abi.encode(bytes32 declaration, uint64 messages, uint64 bytes, int64 first, int64 last)</c>,
/// see docs/proofs.md.
/// </summary>
/// <param name="Declaration">By which it was delivered.</param>
/// <param name="Messages">How many.</param>
/// <param name="Bytes">Of their payloads.</param>
/// <param name="FirstMicros">When the first was, microseconds since the Unix epoch.</param>
/// <param name="LastMicros">When the last was.</param>
public readonly record struct UsageBody(Hash256 Declaration, ulong Messages, ulong Bytes, long FirstMicros, long LastMicros)
{
    public const int Length = 5 * AbiWriter.WordLength;

    public byte[] Encode()
    {
        var bytes = new byte[Length];
        var words = new AbiWriter(bytes);
        words.Write(Declaration);
        words.Write(Messages);
        words.Write(Bytes);
        words.Write(FirstMicros);
        words.Write(LastMicros);
        return bytes;
    }

    /// <exception cref="FormatException">Not what <see cref="Encode"/> writes.</exception>
    public static UsageBody Decode(ReadOnlySpan<byte> bytes)
    {
        var words = new AbiReader(bytes);
        var body = new UsageBody(words.ReadHash(), words.ReadUInt64(), words.ReadUInt64(), words.ReadInt64(), words.ReadInt64());
        return words.AtEnd ? body : throw new FormatException("More follows the five words of a usage record.");
    }
}
