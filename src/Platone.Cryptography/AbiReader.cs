using System.Buffers.Binary;

namespace Platone.Cryptography;

/// <summary>Reads the static words that <see cref="AbiWriter"/> writes. Strict: padding that is not what the type says is refused.</summary>
/// <exception cref="FormatException">Too few words, or a word that is no value of the type asked for.</exception>
public ref struct AbiReader(ReadOnlySpan<byte> words)
{
    private ReadOnlySpan<byte> _rest = words;

    public readonly bool AtEnd => _rest.IsEmpty;

    public Hash256 ReadHash() => new(Word());

    public Address ReadAddress()
    {
        var word = Word();
        return word[..12].IndexOfAnyExcept((byte)0) < 0 ? new(word[12..]) : throw new FormatException("An ABI word holds more than an address.");
    }

    public ulong ReadUInt64(ulong max = ulong.MaxValue)
    {
        var word = Word();
        var value = BinaryPrimitives.ReadUInt64BigEndian(word[24..]);
        return word[..24].IndexOfAnyExcept((byte)0) < 0 && value <= max ? value : throw new FormatException($"An ABI word is greater than {max}.");
    }

    public long ReadInt64()
    {
        var word = Word();
        var value = BinaryPrimitives.ReadInt64BigEndian(word[24..]);
        var sign = value < 0 ? (byte)0xFF : (byte)0;
        return word[..24].IndexOfAnyExcept(sign) < 0 ? value : throw new FormatException("An ABI word is not an int64.");
    }

    private ReadOnlySpan<byte> Word()
    {
        if (_rest.Length < AbiWriter.WordLength) throw new FormatException("ABI words are missing.");

        var word = _rest[..AbiWriter.WordLength];
        _rest = _rest[AbiWriter.WordLength..];
        return word;
    }
}
