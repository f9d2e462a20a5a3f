using System.Buffers.Binary;
using System.Diagnostics;

namespace Platone.Bench.Revocations;

/// <summary>What the load's messages carry: their number on their topic, and when they were published.</summary>
/// <param name="PublishedAt">A time stamp of <see cref="Stopwatch"/>: publisher and subscribers share a clock.</param>
readonly record struct LoadMessage(long Number, long PublishedAt)
{
    private const int Bytes = 100;

    public byte[] Encode()
    {
        var payload = new byte[Bytes];
        BinaryPrimitives.WriteInt64LittleEndian(payload, Number);
        BinaryPrimitives.WriteInt64LittleEndian(payload.AsSpan(8), PublishedAt);
        return payload;
    }

    public static LoadMessage Decode(ReadOnlySpan<byte> payload) => new(
        BinaryPrimitives.ReadInt64LittleEndian(payload), BinaryPrimitives.ReadInt64LittleEndian(payload[8..]));
}
