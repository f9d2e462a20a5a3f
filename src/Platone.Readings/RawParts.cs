namespace Platone.Readings;

/// <summary>
/// Splits a message into the parts of its readings and the skeleton around them, and puts it together again, byte for byte. Stored like this, one
/// reading can be erased while the rest of the message stays. A reading's signature is a part too: with it, whoever has the skeleton could guess an
/// erased value and see whether the signature holds.
/// </summary>
public static class RawParts
{
    /// <summary>The bytes of one reading, the ones that <c>rawHash</c> of the record format is taken over.</summary>
    public static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> payload, Reading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        return payload.Slice(reading.RawOffset, reading.RawLength);
    }

    /// <summary>Every part that <see cref="Skeleton"/> cuts out: readings and signatures, in ascending order.</summary>
    /// <inheritdoc cref="Skeleton"/>
    public static IReadOnlyList<RawPart> Of(ReadOnlySpan<byte> payload, IReadOnlyList<Reading> readings)
    {
        var parts = new List<RawPart>(readings.Count);
        foreach (var (offset, length) in Cuts(payload.Length, readings)) parts.Add(new(offset, payload.Slice(offset, length).ToArray()));
        return parts;
    }

    /// <summary>The payload with the readings' parts and signatures cut out.</summary>
    /// <exception cref="ArgumentException">The parts leave the payload or overlap, or the readings do not ascend.</exception>
    public static byte[] Skeleton(ReadOnlySpan<byte> payload, IReadOnlyList<Reading> readings)
    {
        var skeleton = new List<byte>(payload.Length);
        var position = 0;
        foreach (var (offset, length) in Cuts(payload.Length, readings))
        {
            skeleton.AddRange(payload[position..offset]);
            position = offset + length;
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

    private static List<(int Offset, int Length)> Cuts(int payloadLength, IReadOnlyList<Reading> readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        var cuts = readings.Select(reading => (Offset: reading.RawOffset, Length: reading.RawLength)).ToList();
        RequireApart(cuts, payloadLength);

        // Signatures stand before the readings or behind them, whichever the device writes first.
        var signatures = readings.Where(reading => reading.Signature is not null)
            .Select(reading => (reading.Signature!.Value.Offset, SignaturePart.Length))
            .ToList();
        if (signatures.Count == 0) return cuts;

        cuts.AddRange(signatures);
        cuts.Sort();
        RequireApart(cuts, payloadLength);
        return cuts;
    }

    private static void RequireApart(List<(int Offset, int Length)> cuts, int payloadLength)
    {
        var position = 0;
        foreach (var (offset, length) in cuts)
        {
            if (offset < position || length < 0 || length > payloadLength - offset)
                throw new ArgumentException($"{length} bytes at {offset} leave {position} to {payloadLength}.", nameof(cuts));

            position = offset + length;
        }
    }
}
