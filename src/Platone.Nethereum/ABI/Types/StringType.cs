using System.Buffers;
using System.Text;

namespace Nethereum.ABI.Types;

sealed class StringType : AbiType
{
    public static readonly StringType Instance = new();

    public override string Name => "string";

    public override bool IsDynamic => true;

    public override void Encode(object value, IBufferWriter<byte> output) =>
        BytesType.Write(Encoding.UTF8.GetBytes(value as string ?? throw NotAValue(value)), output);

    public override object Decode(AbiReader reader, Type target) =>
        target == typeof(string) ? Encoding.UTF8.GetString(BytesType.Read(reader)) : throw NotATarget(target);
}
