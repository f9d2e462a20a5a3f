using System.Text;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Certification;

/// <summary>
/// What a device signs of its own reading, so that nobody needs to believe the operator in whose it is: EIP-191 over
/// <c>keccak256(abi.encode(address provider, bytes32 stream, uint64 sequence, bytes32 content))</c>. Described in docs/proofs.md.
/// </summary>
public static class DeviceSignature
{
    /// <param name="content">The record's: of a revision it holds the number that is replaced.</param>
    /// <returns>What the key signs: the 32 bytes above as a personal message.</returns>
    public static Hash256 Digest(Address provider, Hash256 stream, ulong sequence, Hash256 content)
    {
        var words = new AbiWriter(stackalloc byte[4 * AbiWriter.WordLength]);
        words.Write(provider);
        words.Write(stream);
        words.Write(sequence);
        words.Write(content);
        return Eip191.Hash(Keccak256.Hash(words.Written).ToArray());
    }

    public static Hash256 Digest(CertifiedRecord record) => Digest(record.Provider, record.Stream, record.Sequence, record.Content);

    /// <summary>
    /// The address of the key that signed, null where the signature is of none. Over anything else than was signed it is of another key, or of none.
    /// </summary>
    public static Address? Recover(Signature signature, CertifiedRecord record) => signature.TryRecover(Digest(record), out var device) ? device : null;

    /// <summary>The address of the key that signed a reading of a message, null where it is not signed, or by no key.</summary>
    /// <param name="payload">The message, whole.</param>
    public static Address? Recover(Address provider, Reading reading, ReadOnlySpan<byte> payload)
    {
        if (reading is not { Signature: { } part, DeviceSequence: { } sequence }) return null;

        return part.Signature.TryRecover(Digest(provider, reading, sequence, payload), out var device) ? device : null;
    }

    /// <summary>What a device does before it sends: adds the signatures of all readings to its JSON message, which has none yet.</summary>
    /// <exception cref="PayloadException">The message is none that a device sends.</exception>
    /// <exception cref="ArgumentException">It is not JSON, or it has no sequence to sign.</exception>
    public static byte[] Sign(PrivateKey device, Address provider, byte[] payload)
    {
        var message = PayloadDecoder.Decode(payload, DecodeLimits.Default);
        var end = payload.AsSpan().LastIndexOf((byte)'}');
        if (end < 0 || message.Readings.Any(reading => reading.DeviceSequence is null))
            throw new ArgumentException("A signature is over the device's own number of a JSON message.", nameof(payload));

        var signatures = message.Readings.Select(reading => $"\"{device.Sign(Digest(provider, reading, reading.DeviceSequence!.Value, payload))}\"");
        return [.. payload[..end], .. Encoding.ASCII.GetBytes($",\"signatures\":[{string.Join(',', signatures)}]"), .. payload[end..]];
    }

    private static Hash256 Digest(Address provider, Reading reading, ulong sequence, ReadOnlySpan<byte> payload)
    {
        var content = RecordContent.Reading(reading.TimeMicros, reading.Value, reading.Unit, reading.Quality, Keccak256.Hash(RawParts.Part(payload, reading)));
        if (reading.Replaces is { } replaced) content = RecordContent.Revision(replaced, content);
        return Digest(provider, reading.Stream.Hash, sequence, content);
    }

    /// <summary>What stands in the record: keccak-256 of the signature's 65 bytes <c>r || s || v</c>, zero for a reading that no device signed.</summary>
    public static Hash256 OriginHash(Signature? signature) => signature is { } given ? Keccak256.Hash(given.ToArray()) : Hash256.Zero;
}
