using Platone.Cryptography;

namespace Platone.Certification;

/// <summary>One leaf's worth of record format v1: who, which stream, which number, what, with the salt that hides it.</summary>
/// <param name="Provider">The wallet under which the record was handed in.</param>
/// <param name="Stream">Keccak-256 of the stream's name.</param>
/// <param name="Sequence">Number within (provider, stream).</param>
/// <param name="Content">One of <see cref="RecordContent"/>.</param>
/// <param name="Salt">32 random bytes: without them nobody can guess a value from its leaf.</param>
/// <param name="Origin">Keccak-256 of the device's own signature, or zero.</param>
public readonly record struct CertifiedRecord(
    RecordKind Kind, Address Provider, Hash256 Stream, ulong Sequence, Hash256 Content, Hash256 Salt, Hash256 Origin)
{
    public const byte Version = 1;

    public const int EncodedLength = 8 * AbiWriter.WordLength;

    /// <summary>How many records are laid side by side for <see cref="Keccak256.HashMany"/>: 4 KiB of the stack.</summary>
    private const int RecordsAtOnce = 16;

    /// <summary><c>abi.encode(version, kind, provider, stream, sequence, content, salt, origin)</c>: 256 bytes.</summary>
    public void Encode(Span<byte> destination)
    {
        var words = new AbiWriter(destination);
        words.Write((ulong)Version);
        words.Write((ulong)Kind);
        words.Write(Provider);
        words.Write(Stream);
        words.Write(Sequence);
        words.Write(Content);
        words.Write(Salt);
        words.Write(Origin);
    }

    /// <exception cref="FormatException">Not exactly one record of this version.</exception>
    public static CertifiedRecord Decode(ReadOnlySpan<byte> encoded)
    {
        var words = new AbiReader(encoded);
        var version = words.ReadUInt64(byte.MaxValue);
        if (version != Version) throw new FormatException($"The record has version {version}; this verifier knows {Version}.");

        var kind = (RecordKind)words.ReadUInt64(byte.MaxValue);
        if (!Enum.IsDefined(kind)) throw new FormatException($"The record has the unknown kind {(byte)kind}.");

        var record = new CertifiedRecord(
            kind, words.ReadAddress(), words.ReadHash(), words.ReadUInt64(), words.ReadHash(), words.ReadHash(), words.ReadHash());
        return words.AtEnd ? record : throw new FormatException($"The record is longer than {EncodedLength} bytes.");
    }

    /// <summary><c>keccak256(0x00 || keccak256(record))</c>: hashed twice and prefixed, so that no inner node passes for a leaf.</summary>
    public Hash256 Leaf()
    {
        Span<byte> encoded = stackalloc byte[EncodedLength];
        Encode(encoded);
        Span<byte> prefixed = stackalloc byte[1 + Hash256.Length];
        prefixed[0] = 0x00;
        Keccak256.Hash(encoded, prefixed[1..]);
        return Keccak256.Hash(prefixed);
    }

    /// <summary>The leaves of many records, in the same order: several times as fast as one by one.</summary>
    public static Hash256[] Leaves(ReadOnlySpan<CertifiedRecord> records)
    {
        var leaves = new Hash256[records.Length];
        Leaves(records, leaves);
        return leaves;
    }

    /// <inheritdoc cref="Leaves(ReadOnlySpan{CertifiedRecord})"/>
    /// <param name="leaves">One for each record.</param>
    public static void Leaves(ReadOnlySpan<CertifiedRecord> records, Span<Hash256> leaves)
    {
        const int PrefixedLength = 1 + Hash256.Length;
        Span<byte> encoded = stackalloc byte[RecordsAtOnce * EncodedLength];
        Span<byte> prefixed = stackalloc byte[RecordsAtOnce * PrefixedLength];
        for (var rest = leaves[..records.Length]; !rest.IsEmpty;)
        {
            var own = rest[..Math.Min(rest.Length, RecordsAtOnce)];
            for (var i = 0; i < own.Length; i++) records[i].Encode(encoded[(i * EncodedLength)..]);
            Keccak256.HashMany(encoded[..(own.Length * EncodedLength)], EncodedLength, own);

            for (var i = 0; i < own.Length; i++)
            {
                prefixed[i * PrefixedLength] = 0x00;
                own[i].CopyTo(prefixed[((i * PrefixedLength) + 1)..]);
            }

            Keccak256.HashMany(prefixed[..(own.Length * PrefixedLength)], PrefixedLength, own);
            rest = rest[own.Length..];
            records = records[own.Length..];
        }
    }

    /// <summary>The order of leaves in a batch: by provider, then stream, then sequence, each as unsigned big-endian bytes.</summary>
    public static int CompareByPosition(CertifiedRecord one, CertifiedRecord other)
    {
        var order = one.Provider.CompareTo(other.Provider);
        if (order == 0) order = one.Stream.CompareTo(other.Stream);
        return order == 0 ? one.Sequence.CompareTo(other.Sequence) : order;
    }
}
