using System.Buffers;

namespace Nethereum.ABI.Types;

sealed class BoolType : AbiType
{
    public static readonly BoolType Instance = new();

    public override string Name => "bool";

    public override void Encode(object value, IBufferWriter<byte> output) =>
        AbiSequence.WriteLength(value is bool flag ? (flag ? 1 : 0) : throw NotAValue(value), output);

    public override object Decode(AbiReader reader, Type target)
    {
        if (target != typeof(bool)) throw NotATarget(target);

        var word = reader.Read(0, WordLength);
        if (word[31] > 1 || word[..31].ContainsAnyExcept((byte)0)) throw new FormatException($"Expected a bool, found {HexText.Encode(word)}.");

        return word[31] == 1;
    }
}
