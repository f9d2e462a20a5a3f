using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Platone.Cryptography;
using Platone.Protocol;
using Platone.ServiceDefaults;
using Platone.Storage;

namespace Platone.AccessLayer.Ingest;

/// <summary><c>POST /ingest/{provider}/{device}</c>: the same payloads as over MQTT, answered at once.</summary>
static class IngestEndpoints
{
    /// <summary>Above the decoder's limit, so that a payload that is too long gets its own error and a dead letter instead of a cut connection.</summary>
    private const long MaxBodyBytes = 16 << 20;

    private const string ConcurrencyPolicy = "ingest";

    /// <summary>So many bodies may be in memory at once; what comes meanwhile waits its turn.</summary>
    private const int Concurrent = 32;

    public static void AddIngestLimits(this IServiceCollection services) => services.AddRateLimiter(limits =>
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.AddConcurrencyLimiter(ConcurrencyPolicy, ingest => (ingest.PermitLimit, ingest.QueueLimit) = (Concurrent, 1024));
    });

    public static void MapIngest(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/ingest/{provider}/{device}", IngestAsync)
            .RequireAuthorization(Callers.DevicesToo)
            .RequireRateLimiting(ConcurrencyPolicy)
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MaxBodyBytes))
            .WithSummary(
                "Hands in one message: 201 with receipts once it is durable, 200 where it was known already, 422 with the reason where it was refused. "
                + "late=true: a piece of an archive.")
            .WithTags("Ingest")
            .Produces<ReceiptMessage>(StatusCodes.Status201Created)
            .Produces<ReceiptMessage>()
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> IngestAsync(
        string provider, string device, bool? late, HttpRequest request, ClaimsPrincipal user, IngestPipeline pipeline, ChainStore chain,
        CancellationToken cancellationToken)
    {
        if (!Address.TryParse(provider, out var wallet)) return PlatoneDefaults.BadRequest($"provider: found '{provider}', expected an address");
        if (!Topics.IsDevice(device))
            return PlatoneDefaults.BadRequest($"device: found '{device}', expected 1 to {Topics.MaxDeviceLength} characters, none of / + #");
        if (user.Wallet() != wallet) return TypedResults.Problem($"{user.Wallet()} cannot hand in for {wallet}.", statusCode: StatusCodes.Status403Forbidden);
        if (user.Device() is { } caller && caller != device)
            return TypedResults.Problem($"Device {caller} cannot hand in for {device}.", statusCode: StatusCodes.Status403Forbidden);
        if (!chain.IsProvider(wallet)) return TypedResults.Problem($"{wallet} does not have the provider role.", statusCode: StatusCodes.Status403Forbidden);

        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        var outcome = await await pipeline.EnqueueAsync(new(wallet, device, body.ToArray(), late ?? false), cancellationToken);
        return outcome switch
        {
            { Error: { } error } => Refused(error),
            { IsNew: true } => TypedResults.Created((string?)null, outcome.Receipt),
            _ => TypedResults.Ok(outcome.Receipt),
        };
    }

    private static ProblemHttpResult Refused(ErrorMessage error) => TypedResults.Problem(
        $"{error.Place}: found {error.Found}, expected {error.Expected}", statusCode: StatusCodes.Status422UnprocessableEntity,
        extensions: [new("place", error.Place), new("found", error.Found), new("expected", error.Expected), new("deadLetter", error.DeadLetter)]);
}
