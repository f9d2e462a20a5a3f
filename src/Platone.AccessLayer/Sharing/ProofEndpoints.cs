using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Platone.Certification;
using Platone.ServiceDefaults;
using Platone.Storage;

namespace Platone.AccessLayer.Sharing;

/// <summary><c>GET /readings/{id}/proof</c>: the proof file of a reading, to whom may read it.</summary>
static class ProofEndpoints
{
    public static void MapProofs(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/readings/{id:long}/proof", Proof)
            .RequireAuthorization()
            .WithSummary("A reading's proof file, once the reading is in a batch.")
            .WithTags("Readings")
            .Produces<ProofFile>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static IResult Proof(long id, ClaimsPrincipal user, ReadingQueries queries, ReadingAccess access, ProofSource proofs)
    {
        if (queries.FindWithDevice(id) is not { } row || !access.Of(user.Wallet(), row.Reading.Provider).MayRead(row.Device, row.Reading.TimeMicros))
            return TypedResults.Problem($"There is no reading {id} that {user.Wallet()} may read.", statusCode: StatusCodes.Status404NotFound);

        return proofs.ProofOf(row.Reading) is { } proof
            ? TypedResults.Text(proof.ToJson(), "application/json")
            : TypedResults.Problem($"Reading {id} is in no batch yet.", statusCode: StatusCodes.Status409Conflict);
    }
}
