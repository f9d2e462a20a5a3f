using System.Text;
using Nethereum.Contracts;
using Platone.Contracts.Bindings.SubscriptionRegistry.ContractDefinition;
using Platone.Cryptography;

namespace Platone.Contracts.Access;

/// <summary>A consumer asks a provider for its data. Times are Unix seconds.</summary>
/// <param name="Topic">The opaque identifier: the hash of the off-chain text.</param>
public sealed record RequestAct(Address Consumer, Address Provider, Hash256 Topic, byte Means, uint Purpose, ulong NotBefore, ulong Expiry) : RegistryAct
{
    /// <summary>The contract's times are uint48.</summary>
    public const ulong MaxTime = (1UL << 48) - 1;

    private static readonly Hash256 TypeHash = Keccak256.Hash(
        Encoding.UTF8.GetBytes(
            "RequestDeclaration(address consumer,address provider,bytes32 topic,uint8 means,uint32 purpose,uint48 notBefore,uint48 expiry,"
            + "uint256 nonce,uint256 deadline)"));

    public override Address Signer => Consumer;

    private protected override Hash256 Type => TypeHash;

    /// <summary>The declaration's identifier, as the registry computes it from its content.</summary>
    public Hash256 Id(ulong chainId, Address registry)
    {
        var words = new AbiWriter(stackalloc byte[9 * AbiWriter.WordLength]);
        words.Write(chainId);
        words.Write(registry);
        words.Write(Provider);
        words.Write(Consumer);
        WriteTerms(ref words);
        return Keccak256.Hash(words.Written);
    }

    public override byte[] Encode(ActSignature signature) => new RequestForFunction
    {
        Consumer = Consumer.ToString(), Provider = Provider.ToString(), Topic = Topic.ToArray(), Means = Means, Purpose = Purpose, NotBefore = NotBefore,
        Expiry = Expiry, Nonce = signature.Number, Deadline = signature.Deadline, Signature = signature.Signature,
    }.GetCallData();

    private protected override void WriteMembers(ref AbiWriter words)
    {
        words.Write(Consumer);
        words.Write(Provider);
        WriteTerms(ref words);
    }

    private void WriteTerms(ref AbiWriter words)
    {
        words.Write(Topic);
        words.Write((ulong)Means);
        words.Write((ulong)Purpose);
        words.Write(NotBefore);
        words.Write(Expiry);
    }
}
