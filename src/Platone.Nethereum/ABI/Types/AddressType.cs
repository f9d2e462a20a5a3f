using System.Buffers;
using Platone.Cryptography;

namespace Nethereum.ABI.Types;

/// <summary>An address is hexadecimal text here; what is read has the checksum of EIP-55.</summary>
sealed class AddressType : AbiType
{
    public static readonly AddressType Instance = new();

    public override string Name => "address";

    public override void Encode(object value, IBufferWriter<byte> output)
    {
        if (!Address.TryParse(value as string, out var address)) throw NotAValue(value);

        var word = output.GetSpan(WordLength)[..WordLength];
        word.Clear();
        address.CopyTo(word[12..]);
        output.Advance(WordLength);
    }

    public override object Decode(AbiReader reader, Type target)
    {
        if (target != typeof(string)) throw NotATarget(target);

        var word = reader.Read(0, WordLength);
        if (word[..12].ContainsAnyExcept((byte)0)) throw new FormatException($"Expected an address, found {HexText.Encode(word)}.");

        return new Address(word[12..]).ToChecksumString();
    }
}
