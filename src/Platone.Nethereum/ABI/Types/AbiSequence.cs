using System.Buffers;
using System.Buffers.Binary;

namespace Nethereum.ABI.Types;

/// <summary>Heads and tails: how several values, of a struct or an array, stand behind one another.</summary>
static class AbiSequence
{
    public static void Encode(IEnumerable<(AbiType Type, object Value)> items, int headLength, IBufferWriter<byte> output)
    {
        var tails = new ArrayBufferWriter<byte>();
        foreach (var (type, value) in items)
        {
            if (!type.IsDynamic)
            {
                type.Encode(value, output);
                continue;
            }

            WriteLength(checked(headLength + tails.WrittenCount), output);
            type.Encode(value, tails);
        }

        output.Write(tails.WrittenSpan);
    }

    /// <summary>Reads the item whose head is at <paramref name="position"/> of the sequence.</summary>
    public static object DecodeItem(AbiType type, AbiReader sequence, int position, Type target) =>
        type.Decode(sequence.From(type.IsDynamic ? sequence.ReadLength(position) : position), target);

    public static void WriteLength(int length, IBufferWriter<byte> output)
    {
        var word = output.GetSpan(AbiType.WordLength)[..AbiType.WordLength];
        word.Clear();
        BinaryPrimitives.WriteInt32BigEndian(word[28..], length);
        output.Advance(AbiType.WordLength);
    }
}
