using System.Text;
using Nethereum.Contracts;
using Platone.Contracts.Bindings.SubscriptionRegistry.ContractDefinition;
using Platone.Cryptography;

namespace Platone.Contracts.Access;

/// <summary>What a party can decide about a declaration: the first three are its provider's, or a delegate's, the last its consumer's.</summary>
public enum RegistryDecision
{
    Accept,
    Reject,
    Revoke,
    Renounce,
}

/// <summary>A party decides about a declaration.</summary>
/// <param name="By">The provider or its delegate; the consumer, who renounces.</param>
/// <param name="Id">The declaration.</param>
public sealed record DecisionAct(RegistryDecision Decision, Address By, Hash256 Id) : RegistryAct
{
    private static readonly Dictionary<RegistryDecision, Hash256> Types =
        Enum.GetValues<RegistryDecision>().ToDictionary(decision => decision, decision => TypeOf($"{decision}Declaration"));

    public override Address Signer => By;

    private protected override Hash256 Type => Types[Decision];

    public override byte[] Encode(ActSignature signature)
    {
        var (by, id, number, deadline, bytes) = (By.ToString(), Id.ToArray(), signature.Number, signature.Deadline, signature.Signature);
        return Decision switch
        {
            RegistryDecision.Accept => new AcceptForFunction { By = by, Id = id, Nonce = number, Deadline = deadline, Signature = bytes }.GetCallData(),
            RegistryDecision.Reject => new RejectForFunction { By = by, Id = id, Nonce = number, Deadline = deadline, Signature = bytes }.GetCallData(),
            RegistryDecision.Revoke => new RevokeForFunction { By = by, Id = id, Nonce = number, Deadline = deadline, Signature = bytes }.GetCallData(),
            RegistryDecision.Renounce => new RenounceForFunction { By = by, Id = id, Nonce = number, Deadline = deadline, Signature = bytes }.GetCallData(),
            _ => throw new InvalidOperationException($"Unknown decision {Decision}."),
        };
    }

    private static Hash256 TypeOf(string name) => Keccak256.Hash(Encoding.UTF8.GetBytes($"{name}(address by,bytes32 id,uint256 nonce,uint256 deadline)"));

    private protected override void WriteMembers(ref AbiWriter words)
    {
        words.Write(By);
        words.Write(Id);
    }
}
