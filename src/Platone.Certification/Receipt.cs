using Platone.Cryptography;

namespace Platone.Certification;

/// <summary>The promise that a record will be certified, given after the record is durable; signed as a leaf of a <see cref="ReceiptTree"/>.</summary>
/// <param name="CertifyBy">Unix seconds; a record not on the chain by then is provably late.</param>
public readonly record struct Receipt(Address Provider, Hash256 Stream, ulong Sequence, Hash256 Leaf, ulong CertifyBy)
{
    private static readonly Hash256 TypeHash = Keccak256.Hash("Receipt(address provider,bytes32 stream,uint64 sequence,bytes32 leaf,uint64 certifyBy)"u8);

    /// <summary>EIP-712's hashStruct.</summary>
    public Hash256 HashStruct()
    {
        var words = new AbiWriter(stackalloc byte[6 * AbiWriter.WordLength]);
        words.Write(TypeHash);
        words.Write(Provider);
        words.Write(Stream);
        words.Write(Sequence);
        words.Write(Leaf);
        words.Write(CertifyBy);
        return Keccak256.Hash(words.Written);
    }

    /// <summary>Name "Platone", version "1", the chain and the DataCertification contract that the record goes to.</summary>
    public static Hash256 Domain(ulong chainId, Address dataCertification) => Eip712.DomainSeparator("Platone", "1", chainId, dataCertification);
}
