using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Nethereum.Web3;
using Platone.Contracts.Access;
using Platone.Cryptography;
using Platone.Protocol;
using Platone.ServiceDefaults;
using Platone.Storage;

namespace Platone.AccessLayer.Access;

/// <summary>
/// <c>/declarations</c> and what goes with them: the parties' signed acts, handed in at the registry, and what the chain says of them. The
/// access layer cannot grant anything: it has nobody's key. Whoever hands an act in needs not be who signed it.
/// </summary>
static class DeclarationEndpoints
{
    public static void MapDeclarations(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/declarations").RequireAuthorization().WithTags("Access");
        group.MapGet("/", ListAsync)
            .WithSummary("The declarations that concern the caller, newest first; with ?provider=ADDRESS those of a provider that it may decide for.")
            .Produces<IReadOnlyList<DeclarationView>>();
        group.MapGet("/{id}", GetAsync).WithSummary("One declaration; with ?at=TIME its status at that moment.").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/", RequestAsync)
            .WithSummary("Asks a provider for a topic: the terms, the topic's text and the consumer's signature.")
            .Produces<RelayedView>(StatusCodes.Status202Accepted);
        foreach (var decision in Enum.GetValues<RegistryDecision>())
        {
            group.MapPost(
                    $"/{{id}}/{decision.ToString().ToLowerInvariant()}",
                    (string id, DeclarationDecision body, Relay relay, CancellationToken cancellationToken) =>
                        DecideAsync(decision, id, body, relay, cancellationToken))
                .WithSummary($"Hands in what a party signed: {decision}.").Produces<RelayedView>(StatusCodes.Status202Accepted);
        }

        routes.MapPost("/revocations", RevokeAllAsync).RequireAuthorization().WithTags("Access")
            .WithSummary("Takes back all that a provider accepted, of one consumer or of everybody.").Produces<RelayedView>(StatusCodes.Status202Accepted);
        routes.MapPost("/delegations", DelegateAsync).RequireAuthorization().WithTags("Access")
            .WithSummary("Lets a wallet accept, reject and revoke for a provider, or no more.").Produces<RelayedView>(StatusCodes.Status202Accepted);

        routes.MapGet("/chain", ChainAsync).RequireAuthorization(CallerPolicies.Anybody).WithTags("Access")
            .WithSummary("What a wallet signs for: the chain and its contracts.").Produces<ChainView>();
    }

    private static async Task<IResult> ListAsync(
        string? provider, ClaimsPrincipal user, DeclarationStore declarations, RegistryReader registry, TimeProvider time)
    {
        var (wallet, now) = (user.Wallet(), time.GetUtcNow().ToUnixTimeSeconds());
        if (provider is null) return Views(declarations.List(wallet));
        if (!Address.TryParse(provider, out var giving)) return NoAddress("provider", provider);
        if (giving != wallet && await registry.DelegateUntilAsync(giving, wallet) <= now)
            return TypedResults.Problem($"{wallet} may not decide for {giving}.", statusCode: StatusCodes.Status403Forbidden);

        return Views(declarations.List(giving).Where(declaration => declaration.Provider == giving));

        IResult Views(IEnumerable<Declaration> found) =>
            TypedResults.Ok<IReadOnlyList<DeclarationView>>([.. found.Select(declaration => View(declaration, now))]);
    }

    private static async Task<IResult> GetAsync(
        string id, string? at, ClaimsPrincipal user, DeclarationStore declarations, RegistryReader registry, TimeProvider time)
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
        return declarations.Find(hash) is { } declaration && await ConcernsAsync(declaration, wallet, registry, time)
            ? TypedResults.Ok(View(declaration, moment))
            : TypedResults.Problem($"There is no declaration {hash} that concerns {wallet}.", statusCode: StatusCodes.Status404NotFound);
    }

    /// <summary>Its parties, and who may decide for its provider now.</summary>
    private static async Task<bool> ConcernsAsync(Declaration declaration, Address wallet, RegistryReader registry, TimeProvider time) =>
        declaration.Provider == wallet || declaration.Consumer == wallet
        || await registry.DelegateUntilAsync(declaration.Provider, wallet) > time.GetUtcNow().ToUnixTimeSeconds();

    private static async Task<IResult> RequestAsync(
        DeclarationRequest body, Relay relay, AccessLayerOptions options, DeclarationStore declarations, RuleFeed rules, CancellationToken cancellationToken)
    {
        var (text, terms) = (body.Text, body.Terms);
        if (!Hash256.TryParse(text.Salt, out _)) return PlatoneDefaults.BadRequest("text.salt: expected 32 bytes of hexadecimal");
        if (!Address.TryParse(terms.Consumer, out var consumer)) return NoAddress("terms.consumer", terms.Consumer);
        if (!Address.TryParse(terms.Provider, out var provider)) return NoAddress("terms.provider", terms.Provider);
        if (!DataTopic.IsOf(provider, text.Topic))
            return PlatoneDefaults.BadRequest($"text.topic: found '{text.Topic}', expected a topic filter below data/{provider}/");
        if (terms.NotBefore > RequestAct.MaxTime) return NoTime("terms.notBefore", terms.NotBefore);
        if (terms.Expiry > RequestAct.MaxTime) return NoTime("terms.expiry", terms.Expiry);

        var topic = text.TopicIdentifier();
        var act = new RequestAct(consumer, provider, topic, terms.Means, terms.Purpose, terms.NotBefore, terms.Expiry);
        var id = act.Id(options.Contracts.ChainId, options.Contracts.SubscriptionRegistry);
        return await relay.HandInAsync(act, body.Signed, id, cancellationToken, async () =>
        {
            await declarations.AddTextAsync(text, cancellationToken);
            rules.TextGiven(topic);
        });
    }

    private static async Task<IResult> DecideAsync(
        RegistryDecision decision, string id, DeclarationDecision body, Relay relay, CancellationToken cancellationToken)
    {
        if (!Hash256.TryParse(id, out var hash)) return PlatoneDefaults.BadRequest($"id: found '{id}', expected 32 bytes of hexadecimal");
        if (!Address.TryParse(body.By, out var by)) return NoAddress("by", body.By);

        return await relay.HandInAsync(new DecisionAct(decision, by, hash), body.Signed, hash, cancellationToken);
    }

    private static async Task<IResult> RevokeAllAsync(RevocationOfAll body, Relay relay, CancellationToken cancellationToken)
    {
        if (!Address.TryParse(body.Provider, out var provider)) return NoAddress("provider", body.Provider);
        if (body.Consumer is null) return await relay.HandInAsync(new RevokeAllAct(provider, null), body.Signed, about: null, cancellationToken);
        if (!Address.TryParse(body.Consumer, out var consumer)) return NoAddress("consumer", body.Consumer);

        return await relay.HandInAsync(new RevokeAllAct(provider, consumer), body.Signed, about: null, cancellationToken);
    }

    private static async Task<IResult> DelegateAsync(Delegation body, Relay relay, CancellationToken cancellationToken)
    {
        if (!Address.TryParse(body.Provider, out var provider)) return NoAddress("provider", body.Provider);
        if (!Address.TryParse(body.Delegate, out var wallet)) return NoAddress("delegate", body.Delegate);
        if (body.Until > RequestAct.MaxTime) return NoTime("until", body.Until);

        return await relay.HandInAsync(new DelegateAct(provider, wallet, body.Until), body.Signed, about: null, cancellationToken);
    }

    private static IResult NoAddress(string place, string found) => PlatoneDefaults.BadRequest($"{place}: found '{found}', expected an address");

    private static IResult NoTime(string place, ulong found) => PlatoneDefaults.BadRequest($"{place}: found {found}, expected Unix seconds below 2^48");

    private static async Task<Ok<ChainView>> ChainAsync(IWeb3 web3, AccessLayerOptions options)
    {
        var number = await web3.Eth.Blocks.GetBlockNumber.SendRequestAsync();
        var contracts = options.Contracts;
        return TypedResults.Ok(new ChainView(
            contracts.ChainId, contracts.SubscriptionRegistry.ToString(), contracts.DataCertification.ToString(), (ulong)number.Value));
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
