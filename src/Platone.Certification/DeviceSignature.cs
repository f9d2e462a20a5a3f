using Platone.Cryptography;

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

    /// <summary>The address of the key that signed, null where the signature is of none. Over anything else than was signed it is of another key, or of none.</summary>
    public static Address? Recover(Signature signature, CertifiedRecord record) => signature.TryRecover(Digest(record), out var device) ? device : null;

    /// <summary>What stands in the record: keccak-256 of the signature's 65 bytes <c>r || s || v</c>, zero for a reading that no device signed.</summary>
    public static Hash256 OriginHash(Signature? signature) => signature is { } given ? Keccak256.Hash(given.ToArray()) : Hash256.Zero;
}
