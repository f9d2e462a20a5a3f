using Platone.Certification;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Storage;

/// <summary>A decoded source message on its way into the store.</summary>
/// <param name="ReceivedMicros">When the access layer took it, microseconds since the Unix epoch.</param>
/// <param name="CertifyBy">Unix seconds: what the receipts will promise.</param>
public sealed record IncomingMessage(Address Provider, string Device, ReadOnlyMemory<byte> Payload, DecodedMessage Decoded, long ReceivedMicros, long CertifyBy)
{
    /// <summary>Out of an archive: certified in batches that say so, and no revision of a reading that says the same.</summary>
    public bool Late { get; init; }

    /// <summary>
    /// Of each reading the key that signed it, null where none did; null where the message has no signatures. Found here, before the store's one writer
    /// has it in hand: it costs more than all else that is done with a reading.
    /// </summary>
    internal IReadOnlyList<Address?>? Signers { get; } = Decoded.Readings.All(reading => reading.Signature is null)
        ? null
        : [.. Decoded.Readings.Select(reading => DeviceSignature.Recover(Provider, reading, Payload.Span))];
}

/// <summary>What became of one message: all of its readings are in the store, or none is.</summary>
/// <param name="Refusal">Why none is, null where all are.</param>
public sealed record StoredMessage(IReadOnlyList<AcceptedReading> Readings, PayloadException? Refusal);

/// <param name="IsNew">False where the store had the same reading already: the device repeats until it has its receipt.</param>
public readonly record struct AcceptedReading(StoredReading Reading, long CertifyBy, bool IsNew);
