using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.Web3;
using Platone.Contracts.Access;
using Platone.Contracts.Sending;
using Platone.Cryptography;
using Platone.Protocol;
using Platone.ServiceDefaults;
using Platone.Storage;

namespace Platone.AccessLayer.Access;

/// <summary>
/// Hands parties' signed acts in at the registry and pays for them. It can change nothing of them: the contract asks for the party's own
/// signature. They go through the outbox, so that what a reorganisation or a node drops is sent again.
/// </summary>
public sealed class Relay(IWeb3 web3, OutboxStore outbox, AccessLayerOptions options)
{
    /// <summary>More than any act takes, an elaborate wallet contract's signature included.</summary>
    private const ulong Gas = 500_000;

    /// <summary>Room for the signatures of a wallet with many owners.</summary>
    private const int MostSignatureBytes = 4096;

    /// <summary>Sends it; that it was mined, and did not revert, shows in the declaration's status.</summary>
    /// <param name="about">The declaration, where it is about one.</param>
    /// <param name="beforeSending">What must be there before the chain has it, but not for an act that it refuses.</param>
    public async Task<IResult> HandInAsync(
        RegistryAct act, PartySignature signed, Hash256? about, CancellationToken cancellationToken, Func<Task>? beforeSending = null)
    {
        if (!TryRead(signed, out var signature, out var reason)) return PlatoneDefaults.BadRequest(reason);

        var (data, registry) = (act.Encode(signature), options.Contracts.SubscriptionRegistry);
        try
        {
            // What would revert is refused here, with the contract's reason, instead of being mined for nothing.
            await web3.Eth.Transactions.Call.SendRequestAsync(
                new CallInput { From = options.Operator.Address.ToString(), To = registry.ToString(), Data = Hex.Encode(data) });
        }
        catch (RpcResponseException e)
        {
            return TypedResults.Problem($"The chain refuses it: {RegistryErrors.Describe(e)}", statusCode: StatusCodes.Status409Conflict);
        }

        if (beforeSending is not null) await beforeSending();
        await outbox.AddAsync([new NewCall(options.Operator.Address, $"{PurposeOf(act)} {about}".TrimEnd(), registry, data, Gas)], cancellationToken);
        return TypedResults.Accepted(about is { } declaration ? $"/declarations/{declaration}" : (string?)null, new RelayedView(about?.ToString()));
    }

    private static string PurposeOf(RegistryAct act) => act switch
    {
        RequestAct => "request declaration",
        DecisionAct decision => $"{decision.Decision.ToString().ToLowerInvariant()} declaration",
        RevokeAllAct { Consumer: { } consumer } all => $"revoke all that {all.Provider} accepted of {consumer}",
        RevokeAllAct all => $"revoke all that {all.Provider} accepted",
        DelegateAct delegation => $"let {delegation.Delegate} decide for {delegation.Provider}",
        _ => throw new InvalidOperationException($"Unknown act {act}."),
    };

    private static bool TryRead(PartySignature given, [NotNullWhen(true)] out ActSignature? signature, [NotNullWhen(false)] out string? reason)
    {
        (signature, reason) = (null, null);
        if (!Hash256.TryParse(given.Nonce, out var nonce)) reason = "signed.nonce: expected 32 bytes of hexadecimal";
        else if (given.Signature.Length > 2 + (2 * MostSignatureBytes)) reason = $"signed.signature: expected at most {MostSignatureBytes} bytes";
        else if (!IsHex(given.Signature, out var bytes)) reason = "signed.signature: expected hexadecimal with 0x before it";
        else signature = new(nonce, given.Deadline, bytes);
        return signature is not null;
    }

    private static bool IsHex(string text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (!text.StartsWith("0x", StringComparison.Ordinal) || text.Length % 2 != 0) return false;

        var decoded = new byte[(text.Length - 2) / 2];
        if (!Hex.TryDecode(text, decoded)) return false;

        bytes = decoded;
        return true;
    }
}
