using System.Text;
using Platone.Certification;
using Platone.Cryptography;
using Platone.Protocol;

namespace Platone.Simulation.Checks;

/// <summary>What a provider does with a receipt: recovers who signed it.</summary>
/// <param name="Certifier">Whose word it should be.</param>
/// <param name="Domain">The EIP-712 domain of the certification contract.</param>
public sealed record ReceiptCheck(Address Certifier, Hash256 Domain)
{
    public bool IsSigned(Address provider, ReadingReceipt receipt)
    {
        var promise = new Receipt(provider, Keccak256.Hash(Encoding.UTF8.GetBytes(receipt.Stream)), receipt.Sequence, Hash256.Parse(receipt.Leaf), receipt.CertifyBy);
        return Signature.TryParse(receipt.Signature, out var signature) && signature.TryRecover(promise.Digest(Domain), out var signer) && signer == Certifier;
    }
}
