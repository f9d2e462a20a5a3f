namespace Platone.Readings.Tests;

/// <summary>What the decoder owes to any bytes.</summary>
static class Answer
{
    private const int BytesPerByte = 200;
    private const int BytesAtMostBesides = 100_000;

    /// <summary>Decodes, and holds the decoder to its promises.</summary>
    /// <returns>Whether it was a message.</returns>
    public static bool To(byte[] payload)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = Decode(payload, out var refusal);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated <= BytesAtMostBesides + ((long)BytesPerByte * payload.Length), $"{payload.Length} bytes cost {allocated}");

        if (message is null) AssertClear(refusal!);
        else AssertHolds(message, payload);
        return message is not null;
    }

    private static DecodedMessage? Decode(byte[] payload, out PayloadException? refusal)
    {
        refusal = null;
        try
        {
            return PayloadDecoder.Decode(payload, DecodeLimits.Default);
        }
        catch (PayloadException reason)
        {
            refusal = reason;
            return null;
        }
    }

    /// <summary>One line that is safe to log and to send back.</summary>
    private static void AssertClear(PayloadException refusal)
    {
        Assert.NotEmpty(refusal.Place);
        Assert.NotEmpty(refusal.Expected);
        Assert.InRange(refusal.Found.Length, 0, 80);
        Assert.DoesNotContain(refusal.Found, character => char.IsControl(character) || character is '\u202E' or '\u2028' or '\u2066');
    }

    private static void AssertHolds(DecodedMessage message, byte[] payload)
    {
        Assert.NotEmpty(message.Readings);
        Assert.InRange(message.Readings.Count, 1, DecodeLimits.Default.MaxReadings);
        Assert.Equal(message.Readings.Count, message.Readings.DistinctBy(reading => (reading.Stream, reading.TimeMicros)).Count());
        foreach (var reading in message.Readings)
        {
            if (message.Format == PayloadFormat.Csv) Assert.Equal((byte)'\n', payload[reading.RawOffset - 1]);
            else Assert.True(payload[reading.RawOffset] is (byte)'{' or (byte)'<', $"a part starts with {payload[reading.RawOffset]}");
            Assert.Equal(reading.Stream, StreamName.Parse(reading.Stream.ToString()));
            if (reading.Signature is { } part) AssertHolds(reading, part, payload);
        }

        var parts = RawParts.Of(payload, message.Readings);
        Assert.True(RawParts.Reassemble(RawParts.Skeleton(payload, message.Readings), parts).AsSpan().SequenceEqual(payload),
            "the parts do not give the payload back");
    }

    /// <summary>Where it says it stands stands its one spelling, outside of what is signed; and it has a number to be over.</summary>
    private static void AssertHolds(Reading reading, SignaturePart part, byte[] payload)
    {
        Assert.Equal(part.Signature.ToString(), System.Text.Encoding.UTF8.GetString(payload, part.Offset, SignaturePart.Length));
        Assert.True(
            part.Offset + SignaturePart.Length <= reading.RawOffset || part.Offset >= reading.RawOffset + reading.RawLength, "a signature signs itself");
        Assert.NotNull(reading.DeviceSequence);
    }
}
