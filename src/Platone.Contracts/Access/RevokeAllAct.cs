using Nethereum.Contracts;
using Platone.Contracts.Bindings.SubscriptionRegistry.ContractDefinition;
using Platone.Cryptography;

namespace Platone.Contracts.Access;

/// <summary>A provider takes back all that it accepted until now, in one transaction. What it accepts later stands.</summary>
/// <param name="Consumer">Of one consumer; null for everybody's.</param>
public sealed record RevokeAllAct(Address Provider, Address? Consumer) : RegistryAct
{
    private static readonly Hash256 OfOne = Keccak256.Hash("RevokeAllOf(address provider,address consumer,uint256 nonce,uint256 deadline)"u8);
    private static readonly Hash256 OfEverybody = Keccak256.Hash("RevokeEverything(address provider,uint256 nonce,uint256 deadline)"u8);

    public override Address Signer => Provider;

    private protected override Hash256 Type => Consumer is null ? OfEverybody : OfOne;

    public override byte[] Encode(ActSignature signature) => Consumer is { } consumer
        ? new RevokeAllOfForFunction
        {
            Provider = Provider.ToString(), Consumer = consumer.ToString(), Nonce = signature.Number, Deadline = signature.Deadline,
            Signature = signature.Signature,
        }.GetCallData()
        : new RevokeEverythingForFunction
        {
            Provider = Provider.ToString(), Nonce = signature.Number, Deadline = signature.Deadline, Signature = signature.Signature,
        }.GetCallData();

    private protected override void WriteMembers(ref AbiWriter words)
    {
        words.Write(Provider);
        if (Consumer is { } consumer) words.Write(consumer);
    }
}
