namespace Platone.Readings;

/// <summary>
/// Splits a message into one part per reading and the skeleton around them, and puts it together again, byte for byte.
/// Stored like this, one reading can be erased while the rest of the message stays.
/// </summary>
public static class RawParts
{
    /// <summary>The bytes of one reading, the ones that <c>rawHash</c> of the record format is taken over.</summary>
    public static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> payload, Reading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        return payload.Slice(reading.RawOffset, reading.RawLength);
    }

    /// <summary>The payload with the readings' parts cut out.</summary>
    /// <exception cref="ArgumentException">The parts leave the payload, overlap, or do not ascend.</exception>
    public static byte[] Skeleton(ReadOnlySpan<byte> payload, IReadOnlyList<Reading> readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        var skeleton = new List<byte>(payload.Length);
        var position = 0;

        foreach (var reading in readings)
        {
            if (reading.RawOffset < position || reading.RawLength < 0 || reading.RawLength > payload.Length - reading.RawOffset)
                throw new ArgumentException($"{reading.RawLength} bytes at {reading.RawOffset} leave {position} to {payload.Length}.", nameof(readings));

            skeleton.AddRange(payload[position..reading.RawOffset]);
            position = reading.RawOffset + reading.RawLength;
        }

        skeleton.AddRange(payload[position..]);
        return [.. skeleton];
    }

    /// <summary>The exact inverse of <see cref="Skeleton"/>.</summary>
    /// <param name="skeleton">What <see cref="Skeleton"/> gave.</param>
    /// <param name="parts">Every part that was cut out, in ascending order.</param>
    /// <exception cref="ArgumentException">A part starts before the one in front of it ends, or after everything else ends.</exception>
    public static byte[] Reassemble(ReadOnlySpan<byte> skeleton, IReadOnlyList<RawPart> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var payload = new List<byte>(skeleton.Length + parts.Sum(part => part.Bytes.Length));

        foreach (var part in parts)
        {
            var between = part.Offset - payload.Count;
            if (between < 0 || between > skeleton.Length)
                throw new ArgumentException($"No part can start at {part.Offset}, {payload.Count} bytes in and {skeleton.Length} left.", nameof(parts));

            payload.AddRange(skeleton[..between]);
            payload.AddRange(part.Bytes.Span);
            skeleton = skeleton[between..];
        }

        payload.AddRange(skeleton);
        return [.. payload];
    }
}
