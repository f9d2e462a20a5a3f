using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.Web3;
using Platone.Contracts.Access;
using Platone.Contracts.Sending;
using Platone.Cryptography;
using Platone.Protocol;

namespace Platone.AccessLayer.Access;

/// <param name="Id">The identifier that the declaration will have.</param>
public sealed record RelayedRequest(SignedTransaction Transaction, Address Provider, Hash256 Topic, Hash256 Id);

/// <summary>
/// Passes parties' signed transactions on to the registry, and nothing else: it is no open gateway to the chain. They go through the outbox,
/// so that what a reorganisation or a node drops is sent again.
/// </summary>
public sealed class Relay(IWeb3 web3, IOutbox outbox, AccessLayerOptions options)
{
    public bool TryReadRequest(string transaction, Address sender, [NotNullWhen(true)] out RelayedRequest? request, [NotNullWhen(false)] out string? reason)
    {
        request = null;
        if (!TryRead(transaction, sender, out var signed, out reason)) return false;
        if (RegistryRequest.Decode(signed.Transaction.Data.Span) is not { } terms)
        {
            reason = "transaction: expected a call of SubscriptionRegistry.request";
            return false;
        }

        request = new(signed, terms.Provider, terms.Topic, terms.Id(options.Contracts.ChainId, options.Contracts.SubscriptionRegistry, sender));
        return true;
    }

    public bool TryReadDecision(
        RegistryDecision decision, Hash256 declaration, string transaction, Address sender, [NotNullWhen(true)] out SignedTransaction? signed,
        [NotNullWhen(false)] out string? reason)
    {
        if (!TryRead(transaction, sender, out signed, out reason)) return false;
        if (RegistryCalls.Is(decision, declaration, signed.Transaction.Data.Span)) return true;

        reason = $"transaction: expected a call of SubscriptionRegistry.{decision.ToString().ToLowerInvariant()}({declaration})";
        return false;
    }

    /// <summary>Sends the transaction; that it was mined, and did not revert, shows in the declaration's status.</summary>
    /// <param name="beforeSending">What must be there before the chain has the transaction, but not for one that it refuses.</param>
    public async Task<IResult> SendAsync(
        SignedTransaction transaction, Hash256 declaration, CancellationToken cancellationToken, Func<Task>? beforeSending = null)
    {
        try
        {
            // What would revert is refused here, with the contract's reason, instead of being mined for nothing.
            await web3.Eth.Transactions.Call.SendRequestAsync(new CallInput
            {
                From = transaction.Sender.ToString(), To = transaction.Transaction.To!.Value.ToString(), Data = Hex.Encode(transaction.Transaction.Data.Span),
            });
            if (beforeSending is not null) await beforeSending();
            await SendAsync(transaction, declaration, cancellationToken);
        }
        catch (RpcResponseException e)
        {
            return TypedResults.Problem($"The chain refuses the transaction: {RegistryErrors.Describe(e)}", statusCode: StatusCodes.Status409Conflict);
        }

        return TypedResults.Accepted($"/declarations/{declaration}", new TransactionView(transaction.Hash.ToString(), declaration.ToString()));
    }

    /// <summary>Durable before it is sent. What the node refuses outright is over at once: the party hears it now and makes another.</summary>
    private async Task SendAsync(SignedTransaction signed, Hash256 declaration, CancellationToken cancellationToken)
    {
        var transaction = signed.Transaction;
        var call = new NewCall(signed.Sender, $"declaration {declaration}", transaction.To!.Value, transaction.Data.ToArray(), transaction.GasLimit);
        var attempt = new Attempt(signed.Hash, transaction.Nonce, signed.Raw.ToArray(), transaction.MaxFeePerGas, transaction.MaxPriorityFeePerGas);
        var id = await outbox.AddAsync(call, attempt, cancellationToken);
        try
        {
            await web3.Eth.Transactions.SendRawTransaction.SendRequestAsync(Hex.Encode(signed.Raw.Span));
        }
        catch (RpcResponseException e)
        {
            // The sender may have been quicker: then the node knows it, and refuses only to hear it twice.
            if (await web3.Eth.Transactions.GetTransactionByHash.SendRequestAsync(signed.Hash.ToString()) is not null) return;

            var refused = new Outcome(Fate.Refused, Reason: $"the node says: {e.RpcError?.Message ?? e.Message}");
            await outbox.RecordAsync(new Dictionary<Hash256, Outcome> { [signed.Hash] = refused }, [id], CancellationToken.None);
            throw;
        }
    }

    private bool TryRead(string transaction, Address sender, [NotNullWhen(true)] out SignedTransaction? signed, [NotNullWhen(false)] out string? reason)
    {
        (signed, reason) = (null, null);
        try
        {
            signed = Eip1559Transaction.Decode(Hex.Decode(transaction));
        }
        catch (FormatException e)
        {
            reason = $"transaction: {e.Message}";
            return false;
        }

        var (found, expected) = (signed.Transaction, options.Contracts);
        if (signed.Sender != sender) reason = $"transaction: signed by {signed.Sender}, the request by {sender}";
        else if (found.ChainId != expected.ChainId) reason = $"transaction.chainId: found {found.ChainId}, expected {expected.ChainId}";
        else if (found.To != expected.SubscriptionRegistry)
            reason = $"transaction.to: found {found.To?.ToString() ?? "none"}, expected {expected.SubscriptionRegistry}";
        else if (!found.Value.IsZero) reason = $"transaction.value: found {found.Value}, expected 0";
        return reason is null;
    }
}
