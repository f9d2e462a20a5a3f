using System.Buffers.Binary;

namespace Nethereum.ABI.Types;

/// <summary>
/// Encoded data from one place on. Every read is checked against the end, and against a budget of as many bytes as there are: honest data never
/// use a byte twice, so data whose offsets overlap (a few bytes that would unfold to gigabytes) are refused early.
/// </summary>
readonly struct AbiReader
{
    readonly ReadOnlyMemory<byte> _data;
    readonly Budget _budget;

    public AbiReader(ReadOnlyMemory<byte> data) : this(data, new Budget { Bytes = data.Length })
    {
    }

    AbiReader(ReadOnlyMemory<byte> data, Budget budget)
    {
        _data = data;
        _budget = budget;
    }

    /// <summary>The same data from <paramref name="position"/> on.</summary>
    public AbiReader From(int position) =>
        position <= _data.Length
            ? new(_data[position..], _budget)
            : throw new FormatException($"The encoded data end {position - _data.Length} bytes before a value.");

    /// <exception cref="FormatException">The data end earlier, or are used twice.</exception>
    public ReadOnlySpan<byte> Read(int position, int length)
    {
        if (position > _data.Length || length > _data.Length - position)
            throw new FormatException($"The encoded data have {_data.Length} bytes where {length} at {position} were expected.");

        _budget.Bytes -= length;
        if (_budget.Bytes < 0) throw new FormatException("The encoded data overlap.");

        return _data.Span.Slice(position, length);
    }

    /// <summary>Reads a word that is an offset or a length, which cannot exceed the data themselves.</summary>
    public int ReadLength(int position)
    {
        var word = Read(position, AbiType.WordLength);
        var length = BinaryPrimitives.ReadUInt32BigEndian(word[28..]);
        if (word[..28].ContainsAnyExcept((byte)0) || length > _data.Length)
            throw new FormatException($"The encoded data have {_data.Length} bytes; the offset or length at {position} points past them.");

        return (int)length;
    }

    sealed class Budget
    {
        public int Bytes { get; set; }
    }
}
