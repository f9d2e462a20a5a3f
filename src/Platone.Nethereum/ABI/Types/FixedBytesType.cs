using System.Buffers;
using System.Globalization;

namespace Nethereum.ABI.Types;

/// <summary><c>bytes1</c> to <c>bytes32</c>: exactly that many bytes.</summary>
sealed class FixedBytesType(int length) : AbiType
{
    public override string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"bytes{length}");

    public override void Encode(object value, IBufferWriter<byte> output)
    {
        if (value is not byte[] bytes || bytes.Length != length) throw NotAValue(value);

        var word = output.GetSpan(WordLength)[..WordLength];
        word.Clear();
        bytes.CopyTo(word);
        output.Advance(WordLength);
    }

    public override object Decode(AbiReader reader, Type target)
    {
        if (target != typeof(byte[])) throw NotATarget(target);

        var word = reader.Read(0, WordLength);
        if (word[length..].ContainsAnyExcept((byte)0)) throw new FormatException($"Expected a value of the type {Name}, found {HexText.Encode(word)}.");

        return word[..length].ToArray();
    }
}
