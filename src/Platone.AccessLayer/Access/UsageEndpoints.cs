using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Platone.AccessLayer.Sharing;
using Platone.Certification;
using Platone.Contracts.Certification;
using Platone.Cryptography;
using Platone.Protocol;
using Platone.Readings;
using Platone.ServiceDefaults;
using Platone.Storage;

namespace Platone.AccessLayer.Access;

/// <summary><c>/declarations/{id}/usage</c> and <c>/usage/{record}/proof</c>: what was delivered by a declaration, to its parties.</summary>
static class UsageEndpoints
{
    private const int DefaultLimit = 1000;
    private const int MaxLimit = 10_000;

    public static void MapUsage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/declarations/{id}/usage", Usage)
            .RequireAuthorization()
            .WithSummary("What was delivered by a declaration, hour by hour, and the records that certify it; the newest first.")
            .WithTags("Access")
            .Produces<UsageView>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("/usage/{record:long}/proof", ProofAsync)
            .RequireAuthorization()
            .WithSummary("A usage record's proof file, once its batch is on the chain.")
            .WithTags("Access")
            .Produces<UsageProofFile>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static IResult Usage(string id, int? limit, ClaimsPrincipal user, DeclarationStore declarations, UsageStore usage)
    {
        if (!Hash256.TryParse(id, out var hash)) return PlatoneDefaults.BadRequest($"id: found '{id}', expected 32 bytes of hexadecimal");
        if (limit is < 1 or > MaxLimit) return PlatoneDefaults.BadRequest($"limit: found {limit}, expected 1 to {MaxLimit}");

        var wallet = user.Wallet();
        if (declarations.Find(hash) is not { } declaration || !Concerns(declaration, wallet))
            return TypedResults.Problem($"There is no declaration {hash} that concerns {wallet}.", statusCode: StatusCodes.Status404NotFound);

        return TypedResults.Ok(new UsageView(
            [.. usage.HoursOf(hash, limit ?? DefaultLimit).Select(View)], [.. usage.RecordsOf(declaration, limit ?? DefaultLimit).Select(View)]));
    }

    private static async Task<IResult> ProofAsync(
        long record, ClaimsPrincipal user, DeclarationStore declarations, UsageStore usage, BatchStore batches, ProofChainReader chain,
        CancellationToken cancellationToken)
    {
        var wallet = user.Wallet();
        if (usage.Find(record) is not { } found || declarations.Find(found.Body.Declaration) is not { } declaration || !Concerns(declaration, wallet))
            return TypedResults.Problem($"There is no usage record {record} that concerns {wallet}.", statusCode: StatusCodes.Status404NotFound);
        if (found.Batch is not { } number || batches.Find(number) is not { } batch)
            return TypedResults.Problem($"Usage record {record} is in no batch yet.", statusCode: StatusCodes.Status409Conflict);

        return await ChainAnswer.OfAsync(
            chain, batch, signers: [], $"usage record {record}", proven => found.ProofIn(batch, proven)?.ToJson(), cancellationToken);
    }

    /// <summary>Whom it does not concern learns not even that it exists.</summary>
    private static bool Concerns(Declaration declaration, Address wallet) => declaration.Provider == wallet || declaration.Consumer == wallet;

    private static UsedHourView View(UsedHour hour) => new(
        IsoTime.Format(hour.Hour * 1_000_000), hour.Means.ToString(), hour.Messages, hour.Bytes, IsoTime.Format(hour.FirstMicros),
        IsoTime.Format(hour.LastMicros), hour.Recorded);

    private static UsageRecordView View(UsageRecord record) => new(
        record.Id, record.Stream.ToString(), record.Sequence, record.Body.Messages, record.Body.Bytes, IsoTime.Format(record.Body.FirstMicros),
        IsoTime.Format(record.Body.LastMicros), record.Batch);
}
