using Platone.Cryptography;

namespace Platone.Certification;

/// <summary>What an independent party saw on the chain and puts its name to: under this number the certifier has this record, and no other.</summary>
/// <param name="Record">The batch record's keccak-256; it commits to every batch before.</param>
public readonly record struct WatchedHead(Address Certifier, ulong Number, Hash256 Record)
{
    private static readonly Hash256 TypeHash = Keccak256.Hash("Head(address certifier,uint64 number,bytes32 record)"u8);

    /// <summary>EIP-712's hashStruct; the domain is that of receipts.</summary>
    public Hash256 HashStruct()
    {
        var words = new AbiWriter(stackalloc byte[4 * AbiWriter.WordLength]);
        words.Write(TypeHash);
        words.Write(Certifier);
        words.Write(Number);
        words.Write(Record);
        return Keccak256.Hash(words.Written);
    }

    public Hash256 Digest(ulong chainId, Address dataCertification) => Eip712.Digest(Receipt.Domain(chainId, dataCertification), HashStruct());
}
