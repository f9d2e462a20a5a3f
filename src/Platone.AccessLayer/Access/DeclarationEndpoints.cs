using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Nethereum.Hex.HexTypes;
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
/// <c>/declarations</c>: the parties' own signed transactions, relayed to the registry, and what the chain says of them. The access
/// layer cannot grant anything: it has nobody's key.
/// </summary>
static class DeclarationEndpoints
{
    public static void MapDeclarations(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/declarations").RequireAuthorization().WithTags("Access");
        group.MapGet("/", List).WithSummary("The declarations that concern the caller, newest first.");
        group.MapGet("/{id}", Get).WithSummary("One declaration; with ?at=TIME its status at that moment.").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/", RequestAsync)
            .WithSummary("Asks a provider for a topic: the consumer's signed transaction and the topic's text.")
            .Produces<TransactionView>(StatusCodes.Status202Accepted);
        foreach (var decision in Enum.GetValues<RegistryDecision>())
        {
            group.MapPost(
                    $"/{{id}}/{decision.ToString().ToLowerInvariant()}",
                    (string id, DeclarationDecision body, ClaimsPrincipal user, Relay relay, CancellationToken cancellationToken) =>
                        DecideAsync(decision, id, body, user, relay, cancellationToken))
                .WithSummary($"Relays the party's signed transaction: {decision}.").Produces<TransactionView>(StatusCodes.Status202Accepted);
        }

        routes.MapGet("/chain", ChainAsync).RequireAuthorization().WithTags("Access")
            .WithSummary("What the caller's wallet needs to build its transactions.").Produces<ChainView>();
    }

    private static Ok<IReadOnlyList<DeclarationView>> List(ClaimsPrincipal user, DeclarationStore declarations, TimeProvider time) =>
        TypedResults.Ok<IReadOnlyList<DeclarationView>>(
            [.. declarations.List(user.Wallet()).Select(declaration => View(declaration, time.GetUtcNow().ToUnixTimeSeconds()))]);

    private static IResult Get(string id, string? at, ClaimsPrincipal user, DeclarationStore declarations, TimeProvider time)
    {
        if (!Hash256.TryParse(id, out var hash)) return PlatoneDefaults.BadRequest($"id: found '{id}', expected 32 bytes of hexadecimal");

        var moment = time.GetUtcNow().ToUnixTimeSeconds();
        if (at is not null)
        {
            if (!Readings.IsoTime.TryParse(at, out var micros, out _))
                return PlatoneDefaults.BadRequest($"at: found '{at}', expected a time as in 2026-01-31T12:00:00Z");
            if (micros / 1_000_000 > moment) return PlatoneDefaults.BadRequest($"at: found '{at}', expected a time that is not in the future");
            moment = micros / 1_000_000;
        }

        // Whom it does not concern learns not even that it exists.
        var wallet = user.Wallet();
        return declarations.Find(hash) is { } declaration && (declaration.Provider == wallet || declaration.Consumer == wallet)
            ? TypedResults.Ok(View(declaration, moment))
            : TypedResults.Problem($"There is no declaration {hash} that concerns {wallet}.", statusCode: StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> RequestAsync(
        DeclarationRequest body, ClaimsPrincipal user, Relay relay, DeclarationStore declarations, RuleFeed rules, CancellationToken cancellationToken)
    {
        if (!Hash256.TryParse(body.Text.Salt, out _)) return PlatoneDefaults.BadRequest("text.salt: expected 32 bytes of hexadecimal");
        if (!relay.TryReadRequest(body.Transaction, user.Wallet(), out var request, out var reason)) return PlatoneDefaults.BadRequest(reason);

        var topic = body.Text.TopicIdentifier();
        if (request.Topic != topic) return PlatoneDefaults.BadRequest($"text: hashes to {topic}, the transaction is about {request.Topic}");
        if (!DataTopic.IsOf(request.Provider, body.Text.Topic))
            return PlatoneDefaults.BadRequest($"text.topic: found '{body.Text.Topic}', expected a topic filter below data/{request.Provider}/");

        return await relay.SendAsync(request.Transaction, request.Id, cancellationToken, async () =>
        {
            await declarations.AddTextAsync(body.Text, cancellationToken);
            rules.TextGiven(topic);
        });
    }

    private static async Task<IResult> DecideAsync(
        RegistryDecision decision, string id, DeclarationDecision body, ClaimsPrincipal user, Relay relay, CancellationToken cancellationToken)
    {
        if (!Hash256.TryParse(id, out var hash)) return PlatoneDefaults.BadRequest($"id: found '{id}', expected 32 bytes of hexadecimal");
        if (!relay.TryReadDecision(decision, hash, body.Transaction, user.Wallet(), out var transaction, out var reason))
            return PlatoneDefaults.BadRequest(reason);

        return await relay.SendAsync(transaction, hash, cancellationToken);
    }

    private static async Task<IResult> ChainAsync(ClaimsPrincipal user, IWeb3 web3, AccessLayerOptions options)
    {
        var nonce = await web3.Eth.Transactions.GetTransactionCount.SendRequestAsync(user.Wallet().ToString(), BlockParameter.CreatePending());
        var number = await web3.Eth.Blocks.GetBlockNumber.SendRequestAsync();
        var block = await web3.Eth.Blocks.GetBlockWithTransactionsHashesByNumber.SendRequestAsync(number);
        var fees = Fees.For(block.BaseFeePerGas?.Value ?? 0);
        return TypedResults.Ok(new ChainView(
            options.Contracts.ChainId, options.Contracts.SubscriptionRegistry.ToString(), options.Contracts.DataCertification.ToString(), (ulong)nonce.Value,
            fees.MaxFeePerGas.ToString(CultureInfo.InvariantCulture), fees.MaxPriorityFeePerGas.ToString(CultureInfo.InvariantCulture), (ulong)number.Value));
    }

    private static DeclarationView View(Declaration declaration, long moment) => new(
        declaration.Id.ToString(), declaration.Provider.ToString(), declaration.Consumer.ToString(), declaration.Topic.ToString(), declaration.Filter,
        declaration.Means.ToString(), declaration.Purpose.ToString(), Text(declaration.NotBefore)!, Text(declaration.Expiry)!,
        declaration.StatusAt(moment).ToString(), Text(declaration.RequestedAt)!, Text(declaration.DecidedAt), Text(declaration.RevokedAt));

    private static string? Text(long? unixSeconds)
    {
        if (unixSeconds is not { } seconds) return null;

        var time = DateTimeOffset.FromUnixTimeSeconds(Math.Min(seconds, DateTimeOffset.MaxValue.ToUnixTimeSeconds()));
        return time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
    }
}
