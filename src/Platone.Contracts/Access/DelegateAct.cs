using Nethereum.Contracts;
using Platone.Contracts.Bindings.SubscriptionRegistry.ContractDefinition;
using Platone.Cryptography;

namespace Platone.Contracts.Access;

/// <summary>A provider lets another wallet accept, reject and revoke for it.</summary>
/// <param name="Until">Unix seconds: the first in which it may no more; 0 ends it now.</param>
public sealed record DelegateAct(Address Provider, Address Delegate, ulong Until) : RegistryAct
{
    private static readonly Hash256 TypeHash = Keccak256.Hash("SetDelegate(address provider,address delegate,uint48 until,uint256 nonce,uint256 deadline)"u8);

    public override Address Signer => Provider;

    private protected override Hash256 Type => TypeHash;

    public override byte[] Encode(ActSignature signature) => new SetDelegateForFunction
    {
        Provider = Provider.ToString(), Delegate = Delegate.ToString(), Until = Until, Nonce = signature.Number, Deadline = signature.Deadline,
        Signature = signature.Signature,
    }.GetCallData();

    private protected override void WriteMembers(ref AbiWriter words)
    {
        words.Write(Provider);
        words.Write(Delegate);
        words.Write(Until);
    }
}
