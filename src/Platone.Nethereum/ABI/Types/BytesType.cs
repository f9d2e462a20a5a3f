using System.Buffers;

namespace Nethereum.ABI.Types;

sealed class BytesType : AbiType
{
    public static readonly BytesType Instance = new();

    public override string Name => "bytes";

    public override bool IsDynamic => true;

    public override void Encode(object value, IBufferWriter<byte> output) => Write(value as byte[] ?? throw NotAValue(value), output);

    public override object Decode(AbiReader reader, Type target) => target == typeof(byte[]) ? Read(reader).ToArray() : throw NotATarget(target);

    internal static void Write(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        AbiSequence.WriteLength(bytes.Length, output);
        output.Write(bytes);

        var padding = -bytes.Length & (WordLength - 1);
        output.GetSpan(WordLength)[..padding].Clear();
        output.Advance(padding);
    }

    internal static ReadOnlySpan<byte> Read(AbiReader reader) => reader.Read(WordLength, reader.ReadLength(0));
}
