using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Platone.Certification;
using Platone.Contracts.Certification;
using Platone.ServiceDefaults;
using Platone.Storage;

namespace Platone.AccessLayer.Sharing;

/// <summary><c>GET /readings/{id}/proof</c>: the proof file of a reading, to whom may read it.</summary>
static class ProofEndpoints
{
    public static void MapProofs(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/readings/{id:long}/proof", Proof)
            .RequireAuthorization()
            .WithSummary("A reading's proof file, once its batch is on the chain.")
            .WithTags("Readings")
            .Produces<ProofFile>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status410Gone)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> Proof(
        long id, ClaimsPrincipal user, ReadingQueries queries, ErasedReadings erased, ReadingAccess access, ProofSource proofs, ProofChainReader chain,
        RestUsage usage, CancellationToken cancellationToken)
    {
        if (erased.Find(id) is { } gone && user.Wallet() == gone.Provider)
            return TypedResults.Problem($"{gone} An erased reading cannot be proved.", statusCode: StatusCodes.Status410Gone);
        if (queries.FindWithDevice(id) is not { } row
            || access.Of(user.Wallet(), row.Reading.Provider) is var may && !may.MayRead(row.Device, row.Reading.TimeMicros))
            return TypedResults.Problem($"There is no reading {id} that {user.Wallet()} may read.", statusCode: StatusCodes.Status404NotFound);
        if (proofs.BatchOf(row.Reading) is not { } batch)
            return TypedResults.Problem($"Reading {id} is in no batch yet.", statusCode: StatusCodes.Status409Conflict);

        return await ChainAnswer.OfAsync(chain, batch, SigningDevice.Of([row.Reading]), $"reading {id}", Prove, cancellationToken);

        string? Prove(ProofChain proven)
        {
            var json = ProofSource.ProofOf(row.Reading, batch, proven)?.ToJson();
            if (json is not null) usage.Count(may.GivenBy(row.Device, row.Reading.TimeMicros), Encoding.UTF8.GetByteCount(json));
            return json;
        }
    }
}
