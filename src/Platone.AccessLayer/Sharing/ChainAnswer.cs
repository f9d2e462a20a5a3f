using Microsoft.AspNetCore.Http;
using Nethereum.JsonRpc.Client;
using Platone.Certification;
using Platone.Contracts.Certification;
using Platone.Storage;

namespace Platone.AccessLayer.Sharing;

/// <summary>A proof file as the answer to a request, or why there is none: 409 while the chain has not the batch, 503 while its node gives no proof.</summary>
static class ChainAnswer
{
    /// <param name="what">What is proved, for the reason.</param>
    /// <param name="proof">The file; null where the store does not hold what the batch certifies.</param>
    public static async Task<IResult> OfAsync(
        ProofChainReader chain, StoredBatch batch, IReadOnlyList<SigningDevice> signers, string what, Func<ProofChain, string?> proof,
        CancellationToken cancellationToken)
    {
        try
        {
            return await chain.FindAsync(batch.Record, signers, cancellationToken) is { } proven && proof(proven.Chain) is { } json
                ? TypedResults.Text(json, "application/json")
                : TypedResults.Problem(
                    $"Batch {batch.Record.Number}, which holds {what}, is not on the chain yet.", statusCode: StatusCodes.Status409Conflict);
        }
        catch (Exception e) when (e is RpcClientUnknownException or RpcClientTimeoutException or RpcResponseException or InvalidDataException)
        {
            return TypedResults.Problem(
                $"The chain's node gives no proof: {e.InnerException?.Message ?? e.Message}", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
