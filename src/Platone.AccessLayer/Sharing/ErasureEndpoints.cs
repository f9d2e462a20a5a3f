using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Platone.AccessLayer.Certification;
using Platone.Cryptography;
using Platone.Protocol;
using Platone.Readings;
using Platone.ServiceDefaults;
using Platone.Storage;

namespace Platone.AccessLayer.Sharing;

/// <summary><c>POST /erasures</c>: the provider, or the operator, erases certified readings; tombstones are certified in their place.</summary>
static class ErasureEndpoints
{
    private const int MaxReasonLength = 1024;

    public static void MapErasures(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/erasures", EraseAsync)
            .RequireAuthorization()
            .WithSummary("Erases certified readings of a stream for good: 200 with their tombstones' numbers once they are gone.")
            .WithTags("Readings")
            .Produces<IReadOnlyList<ErasureView>>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> EraseAsync(
        ErasureRequest request, ClaimsPrincipal user, ReadingStore readings, UncertifiedGauges gauges, AccessLayerOptions options, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (!Address.TryParse(request.Provider, out var provider))
            return PlatoneDefaults.BadRequest($"provider: found '{request.Provider}', expected an address");
        if (!StreamName.TryParse(request.Stream, out var stream))
            return PlatoneDefaults.BadRequest($"stream: found '{request.Stream}', expected device/component/measurand/phase");
        if (request.From == 0 || request.To < request.From)
            return PlatoneDefaults.BadRequest($"from, to: found {request.From} to {request.To}, expected numbers from 1 on, the first first");
        if (request.Reason.Length is 0 or > MaxReasonLength)
            return PlatoneDefaults.BadRequest($"reason: found {request.Reason.Length} characters, expected 1 to {MaxReasonLength}");
        if (user.Wallet() != provider && user.Wallet() != options.Operator.Address)
            return TypedResults.Problem($"{user.Wallet()} cannot erase what {provider} handed in.", statusCode: StatusCodes.Status403Forbidden);

        try
        {
            // Begun is done: a client that goes away does not leave half of it.
            var erased = await readings.EraseAsync(
                new(provider, stream, request.From, request.To, request.Reason), time.GetUtcNow().ToUnixTimeMilliseconds() * 1000, CancellationToken.None);
            gauges.Live.Add(erased.Count);
            return TypedResults.Ok<IReadOnlyList<ErasureView>>(
                [.. erased.Select(item => new ErasureView(provider.ToString(), stream.ToString(), item.Sequence, item.Reading, item.TombstoneSequence))]);
        }
        catch (ErasureRefusedException e)
        {
            return TypedResults.Problem(e.Message, statusCode: StatusCodes.Status409Conflict);
        }
    }
}
