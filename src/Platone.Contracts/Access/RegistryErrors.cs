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
        return refusal.RpcError?.Message ?? refusal.Message;
    }
}
