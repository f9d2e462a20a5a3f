using Platone.Cryptography;

namespace Platone.Certification;

/// <summary>The promise that a record will be certified: signed by the certifier after the record is durable.</summary>
/// <param name="CertifyBy">Unix seconds; a record not on the chain by then is provably late.</param>
public readonly record struct Receipt(Address Provider, Hash256 Stream, ulong Sequence, Hash256 Leaf, ulong CertifyBy)
{
    private static readonly Hash256 TypeHash = Keccak256.Hash("Receipt(address provider,bytes32 stream,uint64 sequence,bytes32 leaf,uint64 certifyBy)"u8);

    /// <summary>The EIP-712 digest that the certifier signs.</summary>
    /// <param name="domain">From <see cref="Domain"/>.</param>
    public Hash256 Digest(Hash256 domain)
    {
        var words = new AbiWriter(stackalloc byte[6 * AbiWriter.WordLength]);
        words.Write(TypeHash);
        words.Write(Provider);
        words.Write(Stream);
        words.Write(Sequence);
        words.Write(Leaf);
        words.Write(CertifyBy);
        return Eip712.Digest(domain, Keccak256.Hash(words.Written));
    }

    /// <summary>Name "Platone", version "1", the chain and the DataCertification contract that the record goes to.</summary>
    public static Hash256 Domain(ulong chainId, Address dataCertification) => Eip712.DomainSeparator("Platone", "1", chainId, dataCertification);
}
