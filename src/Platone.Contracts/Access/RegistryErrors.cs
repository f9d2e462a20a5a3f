using Nethereum.Contracts;
using Nethereum.JsonRpc.Client;
using Platone.Contracts.Bindings.SubscriptionRegistry.ContractDefinition;
using Platone.Protocol;

namespace Platone.Contracts.Access;

/// <summary>The registry's custom errors in words.</summary>
public static class RegistryErrors
{
    public static string Describe(RpcResponseException refusal)
    {
        var error = new SmartContractCustomErrorRevertException(refusal.RpcError?.Data?.ToString() ?? "0x");
        if (error.IsCustomErrorFor<AlreadyDeclaredError>()) return "this declaration exists already";
        if (error.IsCustomErrorFor<UnknownDeclarationError>()) return "there is no such declaration";
        if (error.IsCustomErrorFor<NotThePartyError>()) return "the wallet is not the party that may do this";
        if (error.IsCustomErrorFor<WrongStatusError>())
            return $"the declaration is {(DeclarationStatus)error.DecodeError<WrongStatusError>().Actual}";
        if (error.IsCustomErrorFor<InvalidPeriodError>()) return "not-before must lie before expiry, and expiry in the future";
        if (error.IsCustomErrorFor<InvalidProviderError>()) return "the provider must be another wallet than the consumer";
        if (error.IsCustomErrorFor<MissingTopicError>()) return "the topic is missing";
        if (error.IsCustomErrorFor<InvalidMeansError>()) return "means must be 1 (MQTT), 2 (REST) or 3 (both)";
        if (error.IsCustomErrorFor<MissingPurposeError>()) return "the purpose is missing";
        if (error.IsCustomErrorFor<InvalidConsumerError>()) return "the consumer is missing";
        if (error.IsCustomErrorFor<InvalidDelegateError>()) return "the delegate must be another wallet than the provider";
        if (error.IsCustomErrorFor<NotSignedByError>()) return $"{error.DecodeError<NotSignedByError>().Signer} did not sign this for this chain and registry";
        if (error.IsCustomErrorFor<DeadlinePassedError>()) return "the signature's deadline has passed";
        if (error.IsCustomErrorFor<InvalidAccountNonceError>()) return "the signature's number is used already, or not the next of its key";
        return refusal.RpcError?.Message ?? refusal.Message;
    }
}
