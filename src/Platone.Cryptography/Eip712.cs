using System.Text;

namespace Platone.Cryptography;

/// <summary>
/// Signatures over typed data: EIP-712. The hash of a struct is its caller's: keccak256(abi.encode(typeHash, fields)) by <see cref="AbiWriter"/>.
/// </summary>
public static class Eip712
{
    private static readonly Hash256 DomainType =
        Keccak256.Hash("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"u8);

    /// <summary>The domain with exactly these four fields, as OpenZeppelin's EIP712 contract has it.</summary>
    public static Hash256 DomainSeparator(string name, string version, ulong chainId, Address verifyingContract)
    {
        var writer = new AbiWriter(stackalloc byte[5 * AbiWriter.WordLength]);
        writer.Write(DomainType);
        writer.Write(Keccak256.Hash(Encoding.UTF8.GetBytes(name)));
        writer.Write(Keccak256.Hash(Encoding.UTF8.GetBytes(version)));
        writer.Write(chainId);
        writer.Write(verifyingContract);
        return Keccak256.Hash(writer.Written);
    }

    /// <summary>What is signed: keccak256(0x19 || 0x01 || domainSeparator || structHash).</summary>
    public static Hash256 Digest(Hash256 domainSeparator, Hash256 structHash)
    {
        Span<byte> message = stackalloc byte[2 + Hash256.Length + Hash256.Length];
        message[0] = 0x19;
        message[1] = 0x01;
        domainSeparator.CopyTo(message[2..]);
        structHash.CopyTo(message[(2 + Hash256.Length)..]);
        return Keccak256.Hash(message);
    }
}
