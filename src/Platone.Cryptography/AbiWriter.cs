using System.Buffers.Binary;

namespace Platone.Cryptography;

/// <summary>
/// Writes static values as Solidity's <c>abi.encode</c> does: 32-byte big-endian words, one after the other, into a buffer of the caller, without
/// allocating. Signed numbers are extended with their sign, so narrower types (<c>uint8</c>, <c>int8</c>, ...) need no method of their own.
/// Source: the contract ABI specification, "Formal Specification of the Encoding".
/// </summary>
/// <param name="buffer">32 bytes a word; <see cref="ArgumentException"/> when it is too small for what is written.</param>
public ref struct AbiWriter(Span<byte> buffer)
{
    public const int WordLength = 32;

    private readonly Span<byte> _buffer = buffer;
    private int _length;

    public readonly Span<byte> Written => _buffer[.._length];

    public void Write(Address value)
    {
        var word = NextWord();
        word[..12].Clear();
        value.CopyTo(word[12..]);
    }

    public void Write(Hash256 value) => value.CopyTo(NextWord());

    public void Write(bool value) => Write(value ? 1UL : 0UL);

    public void Write(ulong value)
    {
        var word = NextWord();
        word[..24].Clear();
        BinaryPrimitives.WriteUInt64BigEndian(word[24..], value);
    }

    public void Write(long value) => Write((Int128)value);

    public void Write(Int128 value)
    {
        var word = NextWord();
        word[..16].Fill(value < 0 ? byte.MaxValue : byte.MinValue);
        BinaryPrimitives.WriteInt128BigEndian(word[16..], value);
    }

    private Span<byte> NextWord()
    {
        if (_buffer.Length - _length < WordLength)
            throw new ArgumentException($"The buffer of {_buffer.Length} bytes holds {_buffer.Length / WordLength} words; one more was written.");

        var word = _buffer.Slice(_length, WordLength);
        _length += WordLength;
        return word;
    }
}
