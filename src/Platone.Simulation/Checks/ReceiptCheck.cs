using System.Text;
using Platone.Certification;
using Platone.Cryptography;
using Platone.Protocol;

namespace Platone.Simulation.Checks;

/// <summary>What a provider does with the receipts of a message: builds their tree and recovers who signed it.</summary>
/// <param name="Certifier">Whose word it should be.</param>
/// <param name="Domain">The EIP-712 domain of the certification contract.</param>
public sealed record ReceiptCheck(Address Certifier, Hash256 Domain)
{
    public bool IsSigned(Address provider, ReceiptMessage message)
    {
        var promises = message.Receipts.Select(receipt => new Receipt(
            provider, Keccak256.Hash(Encoding.UTF8.GetBytes(receipt.Stream)), receipt.Sequence, Hash256.Parse(receipt.Leaf), receipt.CertifyBy));
        return Signature.TryParse(message.Signature, out var signature)
            && signature.TryRecover(new ReceiptTree(promises.ToArray()).Digest(Domain), out var signer) && signer == Certifier;
    }
}
