using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Platone.Contracts.Access;
using Platone.Cryptography;
using Platone.Protocol;
using Platone.Testing;

namespace Platone.Identity.Tests;

/// <summary>
/// Every route of every service, for everybody who may come: allowed or refused. The access layer hands in for anybody what a party signed, so there a
/// party's acts are signed by the caller itself, and 409 is the contract's no.
/// </summary>
public sealed class EveryRouteTests(SharedFramework shared)
{
    // Columns as in Caller: nobody, bad signature, expired token, foreign token, stranger, consumer, consumer by token, revoked consumer, provider,
    // provider by token, dismissed provider (by token), delegate, operator, service, device (of the provider, by its password).
    private const string Table = """
        DELETE /credentials/{hash}                        401 401 401 401  404 404 404 404  404 404 404  404 404 403  403
        GET /chain                                        401 401 401 401  200 200 200 200  200 200 200  200 200 200  403
        GET /credentials                                  401 401 401 401  200 200 200 200  200 200 200  200 200 403  403
        GET /declarations                                 401 401 401 401  200 200 200 200  200 200 200  200 200 403  403
        GET /declarations ?provider                       401 401 401 401  403 403 403 403  200 200 403  200 403 403  403
        GET /declarations/{id}                            401 401 401 401  404 200 200 404  200 200 404  200 404 403  403
        GET /declarations/{id}/usage                      401 401 401 401  404 200 200 404  200 200 404  404 404 403  403
        GET /providers/{provider}/readings                401 401 401 401  403 200 200 403  200 200 403  403 403 403  403
        GET /providers/{provider}/streams                 401 401 401 401  200 200 200 200  200 200 200  200 200 403  403
        GET /readings/{id}/proof                          401 401 401 401  404 200 200 404  200 200 404  404 404 403  403
        GET /usage/{record}/proof                         401 401 401 401  404 404 404 404  404 404 404  404 404 403  403
        POST /broker/login                                401 401 401 401  200 200 200 200  200 200 200  200 200 403  403
        POST /credentials                                 401 401 401 401  201 201 201 201  201 201 201  201 201 403  403
        POST /declarations                                401 401 401 401  202 202 202 202  409 409 202  202 202 403  403
        POST /declarations/{id}/accept                    401 401 401 401  409 409 409 409  202 202 409  202 409 403  403
        POST /declarations/{id}/reject                    401 401 401 401  409 409 409 409  202 202 409  202 409 403  403
        POST /declarations/{id}/renounce                  401 401 401 401  409 202 202 409  409 409 409  409 409 403  403
        POST /declarations/{id}/revoke                    401 401 401 401  409 409 409 409  202 202 409  202 409 403  403
        POST /delegations                                 401 401 401 401  202 202 202 202  202 202 202  202 202 403  403
        POST /erasures                                    401 401 401 401  403 403 403 403  409 409 403  403 409 403  403
        POST /ingest/{provider}/{device}                  401 401 401 401  403 403 403 403  201 201 403  403 403 403  201
        POST /ingest/{provider}/{device} own              401 401 401 401  403 403 403 403  201 201 403  403 403 403  201
        POST /revocations                                 401 401 401 401  202 202 202 202  202 202 202  202 202 403  403
        GET /siwe/nonce                                   200 200 200 200  200 200 200 200  200 200 200  200 200 200  200
        POST /connect/token                               400 400 400 400  400 400 400 400  400 400 400  400 400 400  400
        GET /connect/authorize                            400 400 400 400  400 400 400 400  400 400 400  400 400 400  400
        POST /connect/authorize                           400 400 400 400  400 400 400 400  400 400 400  400 400 400  400
        """;

    private static readonly Row[] Rows = [.. Table.Split('\n').Select(Row.Parse)];

    [Fact]
    public async Task Each_answers_each_caller_as_the_table_says()
    {
        using var cast = await Cast.AssembleAsync(shared, Decided(), TestContext.Current.CancellationToken);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var wrong = new List<string>();
        foreach (var row in Rows)
        {
            foreach (var caller in Enum.GetValues<Caller>())
            {
                var (found, text) = await AskAsync(http, cast, row, caller);
                var expected = row.Expected[(int)caller];
                if (found != expected) wrong.Add($"{row.Method} {row.Route} {row.Variant} {caller}: {found}, expected {expected}: {text}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [Fact]
    public async Task The_table_has_every_route_of_the_documents_and_no_other()
    {
        var documented = new List<string>();
        foreach (var service in new[] { shared.Running.Endpoints.AccessLayer, shared.Running.Endpoints.Identity })
        {
            using var http = new HttpClient { BaseAddress = service };
            using var document = JsonDocument.Parse(await http.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken));
            documented.AddRange(document.RootElement.GetProperty("paths").EnumerateObject().SelectMany(path =>
                path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name.TrimEnd('/')}")));
        }

        Assert.Equal(documented.Order(StringComparer.Ordinal), Rows.Select(row => $"{row.Method} {row.Route}").Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>Who decides something by the table.</summary>
    private static IEnumerable<(RegistryDecision, Caller)> Decided() =>
        from decision in Enum.GetValues<RegistryDecision>()
        let row = Rows.Single(row => row.Route == $"/declarations/{{id}}/{decision.ToString().ToLowerInvariant()}")
        from caller in Enum.GetValues<Caller>()
        where row.Expected[(int)caller] == (int)HttpStatusCode.Accepted
        select (decision, caller);

    private async Task<(int Status, string Text)> AskAsync(HttpClient http, Cast cast, Row row, Caller caller)
    {
        var (path, body) = RequestOf(cast, row, caller);
        var (service, type) = row.IsIdentity
            ? (shared.Running.Endpoints.Identity, "application/x-www-form-urlencoded")
            : (shared.Running.Endpoints.AccessLayer, "application/json");
        using var request = new HttpRequestMessage(row.Method, new Uri(service, path));
        if (row.Method == HttpMethod.Post) request.Content = new ByteArrayContent(body) { Headers = { ContentType = new(type) } };
        if (cast.Authorization(caller, row.Method, path, body) is { } header) request.Headers.TryAddWithoutValidation("Authorization", header);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static (string Path, byte[] Body) RequestOf(Cast cast, Row row, Caller caller)
    {
        var (provider, own) = (cast.Of(Caller.Provider), cast.Of(caller));
        return row.Route switch
        {
            "/declarations" when row.Variant == "?provider" => ($"/declarations?provider={provider}", []),
            "/declarations" when row.Method == HttpMethod.Post => ("/declarations", Json(Request(cast, caller), ProtocolJson.Default.DeclarationRequest)),
            "/declarations/{id}" => ($"/declarations/{cast.Grant}", []),
            "/providers/{provider}/readings" => ($"/providers/{provider}/readings?stream={Cast.Stream}", []),
            "/providers/{provider}/streams" => ($"/providers/{provider}/streams", []),
            "/readings/{id}/proof" => ($"/readings/{cast.Reading}/proof", []),
            "/ingest/{provider}/{device}" => ($"/ingest/{(row.Variant == "own" ? own : provider)}/{Cast.Device}", cast.NewReading()),
            "/erasures" => (row.Route, Json(
                new ErasureRequest(provider.ToString(), Cast.Stream, 999_999, 999_999, "a reading that there is not"), ProtocolJson.Default.ErasureRequest)),
            "/declarations/{id}/usage" => ($"/declarations/{cast.Grant}/usage", []),
            "/usage/{record}/proof" => ("/usage/999999/proof", []), // what there is, is shown to its parties alone: UsageTests
            "/credentials/{hash}" => ($"/credentials/{cast.Grant}", []),
            "/credentials" when row.Method == HttpMethod.Post => (row.Route, Json(new(Device: "spare"), ProtocolJson.Default.CredentialRequest)),
            "/delegations" => (row.Route, Json(
                new Delegation(own.ToString(), Nobody.ToString(), 0, Sign(cast, caller, new DelegateAct(own, Nobody, 0))), ProtocolJson.Default.Delegation)),
            "/revocations" => (row.Route, Json(
                new RevocationOfAll(own.ToString(), Nobody.ToString(), Sign(cast, caller, new RevokeAllAct(own, Nobody))),
                ProtocolJson.Default.RevocationOfAll)),
            var decided when decided.StartsWith("/declarations/{id}/", StringComparison.Ordinal) =>
                Decision(cast, caller, Enum.Parse<RegistryDecision>(decided.Split('/')[^1], ignoreCase: true)),
            _ => (row.Route, []),
        };
    }

    private static Address Nobody => Address.Parse("0x00000000000000000000000000000000000000aa");

    private static (string Path, byte[] Body) Decision(Cast cast, Caller caller, RegistryDecision decision)
    {
        var id = cast.Undecided(decision, caller);
        var signed = Sign(cast, caller, new DecisionAct(decision, cast.Of(caller), id));
        return (
            $"/declarations/{id}/{decision.ToString().ToLowerInvariant()}",
            Json(new DeclarationDecision(cast.Of(caller).ToString(), signed), ProtocolJson.Default.DeclarationDecision));
    }

    private static DeclarationRequest Request(Cast cast, Caller caller)
    {
        var (consumer, provider) = (cast.Of(caller), cast.Of(Caller.Provider));
        var text = new DeclarationText($"data/{provider}/more/#", Hex.Encode(RandomNumberGenerator.GetBytes(32)));
        var terms = new DeclarationTerms(consumer.ToString(), provider.ToString(), (byte)Means.Both, (uint)Purpose.Audit, 0, 4_000_000_000);
        return new(text, terms, Sign(cast, caller, new RequestAct(
            consumer, provider, text.TopicIdentifier(), terms.Means, terms.Purpose, terms.NotBefore, terms.Expiry)));
    }

    private static PartySignature Sign(Cast cast, Caller caller, RegistryAct act)
    {
        var signed = act.Sign(
            cast.KeyOf(caller), cast.Contracts.ChainId, cast.Contracts.SubscriptionRegistry, (ulong)DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds());
        return new(signed.Nonce.ToString(), signed.Deadline, Hex.Encode(signed.Signature));
    }

    private static byte[] Json<T>(T body, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(body, type);

    /// <param name="Variant">Tells two requests of one route apart.</param>
    private sealed record Row(HttpMethod Method, string Route, string Variant, int[] Expected)
    {
        public bool IsIdentity => Route.StartsWith("/connect/", StringComparison.Ordinal) || Route.StartsWith("/siwe/", StringComparison.Ordinal);

        public static Row Parse(string line)
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var callers = Enum.GetValues<Caller>().Length;
            var expected = words[^callers..].Select(status => int.Parse(status, CultureInfo.InvariantCulture)).ToArray();
            return new(new(words[0]), words[1], string.Join(' ', words[2..^callers]), expected);
        }
    }
}
