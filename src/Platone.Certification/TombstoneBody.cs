using System.Text;
using Platone.Cryptography;

namespace Platone.Certification;

/// <summary>What a tombstone's content is the keccak-256 of: <c>abi.encode(bytes32 erasedLeaf, bytes32 reasonHash)</c>, see docs/proofs.md.</summary>
/// <param name="ErasedLeaf">The leaf of the record that was erased, as it was certified.</param>
/// <param name="ReasonHash">Keccak-256 of the reason's UTF-8.</param>
public readonly record struct TombstoneBody(Hash256 ErasedLeaf, Hash256 ReasonHash)
{
    public const int Length = 2 * AbiWriter.WordLength;

    public static TombstoneBody Of(Hash256 erasedLeaf, string reason) => new(erasedLeaf, HashOf(reason));

    public static Hash256 HashOf(string reason) => Keccak256.Hash(Encoding.UTF8.GetBytes(reason));

    public static TombstoneBody? TryParse(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Length ? new(new(bytes[..Hash256.Length]), new(bytes[Hash256.Length..])) : null;

    public byte[] Encode()
    {
        var bytes = new byte[Length];
        ErasedLeaf.CopyTo(bytes);
        ReasonHash.CopyTo(bytes.AsSpan(Hash256.Length));
        return bytes;
    }
}
