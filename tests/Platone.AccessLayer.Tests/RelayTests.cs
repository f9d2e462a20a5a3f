using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Platone.Contracts.Access;
using Platone.Cryptography;
using Platone.Protocol;
using Platone.Testing;

namespace Platone.AccessLayer.Tests;

/// <summary>The access layer hands in what parties signed, and nothing that they did not.</summary>
public sealed class RelayTests(SharedFramework shared) : IAsyncLifetime
{
    private Party _consumer = null!;
    private SignedHttp _http = null!;
    private JsonElement _chain;

    private Address Registry => Address.Parse(_chain.GetProperty("subscriptionRegistry").GetString()!);

    private ulong ChainId => _chain.GetProperty("chainId").GetUInt64();

    private DeclarationText Text => new($"data/{shared.Provider.Address}/relay/raw", Keccak256.Hash(Payloads.Bytes(_consumer.Address)).ToString());

    private static ulong Soon => (ulong)DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds();

    public async ValueTask InitializeAsync()
    {
        _consumer = await Party.CreateAsync(shared.Data);
        _http = new(shared.Running.Endpoints.AccessLayer, _consumer.Key);
        _chain = (await _http.GetAsync("/chain")).Is(HttpStatusCode.OK).Json();
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_request_as_it_should_be_is_handed_in_once()
    {
        var request = Request();
        var accepted = (await AskAsync(request)).Is(HttpStatusCode.Accepted).Json();
        var id = accepted.GetProperty("declaration").GetString();
        await Eventually.TrueAsync(async () => (await _http.GetAsync($"/declarations/{id}")).Status == HttpStatusCode.OK, () => "the chain never had it");

        (await AskAsync(request)).Problem(HttpStatusCode.Conflict, "used already");
        (await AskAsync(Request())).Problem(HttpStatusCode.Conflict, "exists already");
    }

    [Fact]
    public async Task Somebody_else_may_hand_in_what_a_party_signed()
    {
        var other = await Party.CreateAsync(shared.Data);
        using var http = new SignedHttp(shared.Running.Endpoints.AccessLayer, other.Key);

        var sent = await http.PostAsync("/declarations", JsonSerializer.SerializeToUtf8Bytes(Request(), ProtocolJson.Default.DeclarationRequest));

        var id = sent.Is(HttpStatusCode.Accepted).Json().GetProperty("declaration").GetString();
        await Eventually.TrueAsync(async () => (await _http.GetAsync($"/declarations/{id}")).Status == HttpStatusCode.OK, () => "the chain never had it");
        (await http.GetAsync($"/declarations/{id}")).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_a_party_did_not_sign_is_refused_by_the_chain()
    {
        var signed = Request();

        await RefusedAsync(signed with { Terms = signed.Terms with { Expiry = signed.Terms.Expiry + 1 } });
        await RefusedAsync(signed with { Terms = signed.Terms with { Purpose = (uint)Purpose.Research } });
        await RefusedAsync(signed with { Terms = signed.Terms with { Means = (byte)Means.Mqtt } });
        await RefusedAsync(signed with { Terms = signed.Terms with { Consumer = "0x00000000000000000000000000000000000000aa" } });
        await RefusedAsync(signed with { Text = signed.Text with { Salt = Keccak256.Hash([1]).ToString() } });
        await RefusedAsync(signed with { Signed = signed.Signed with { Deadline = signed.Signed.Deadline + 1 } });
        await RefusedAsync(signed with { Signed = signed.Signed with { Nonce = "0x01" + signed.Signed.Nonce[4..] } });
        await RefusedAsync(signed with { Signed = signed.Signed with { Signature = "0x" } });
        await RefusedAsync(Request(chainId: ChainId + 1));
        await RefusedAsync(Request(registry: Address.Parse("0x00000000000000000000000000000000000000aa")));
        (await AskAsync(Request(deadline: 1))).Problem(HttpStatusCode.Conflict, "deadline has passed");

        async Task RefusedAsync(DeclarationRequest request) => (await AskAsync(request)).Problem(HttpStatusCode.Conflict, "did not sign this");
    }

    [Fact]
    public async Task What_cannot_be_an_act_is_refused_before_the_chain_is_asked()
    {
        var signed = Request();

        await BadAsync("text.topic", signed with { Text = signed.Text with { Topic = $"data/{_consumer.Address}/another/raw" } });
        await BadAsync("text.salt", signed with { Text = signed.Text with { Salt = "0x12" } });
        await BadAsync("terms.consumer", signed with { Terms = signed.Terms with { Consumer = "me" } });
        await BadAsync("terms.provider", signed with { Terms = signed.Terms with { Provider = "0x" } });
        await BadAsync("terms.notBefore", signed with { Terms = signed.Terms with { NotBefore = ulong.MaxValue } });
        await BadAsync("terms.expiry", signed with { Terms = signed.Terms with { Expiry = 1UL << 48 } });
        await BadAsync("signed.nonce", signed with { Signed = signed.Signed with { Nonce = "1" } });
        await BadAsync("signed.signature", signed with { Signed = signed.Signed with { Signature = "rubbish" } });
        await BadAsync("signed.signature", signed with { Signed = signed.Signed with { Signature = "0x123" } });
        await BadAsync("signed.signature", signed with { Signed = signed.Signed with { Signature = "0x" + new string('0', 10_000) } });

        async Task BadAsync(string blames, DeclarationRequest request) =>
            Assert.Contains(blames, (await AskAsync(request)).Problem(HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"text":null,"terms":null,"signed":null}""")]
    public async Task A_body_that_is_no_request_is_a_problem(string body) =>
        (await _http.PostAsync("/declarations", Payloads.Bytes(body))).Problem(HttpStatusCode.BadRequest);

    [Fact]
    public async Task A_member_that_is_unknown_or_there_twice_is_a_problem()
    {
        var body = JsonSerializer.Serialize(Request(), ProtocolJson.Default.DeclarationRequest);

        (await _http.PostAsync("/declarations", Payloads.Bytes(body[..^1] + ",\"more\":1}"))).Problem(HttpStatusCode.BadRequest);
        (await _http.PostAsync("/declarations", Payloads.Bytes(body[..^1] + ",\"text\":{}}"))).Problem(HttpStatusCode.BadRequest);
        Assert.Empty((await _http.GetAsync("/declarations")).Is(HttpStatusCode.OK).Json().EnumerateArray());
    }

    [Fact]
    public async Task A_decision_is_the_one_that_was_signed_about_the_declaration_of_its_path()
    {
        var (one, two) = (Keccak256.Hash([1]), Keccak256.Hash([2]));

        (await DecideAsync($"/declarations/{two}/accept", RegistryDecision.Accept)).Problem(HttpStatusCode.Conflict, "did not sign this");
        (await DecideAsync($"/declarations/{one}/accept", RegistryDecision.Revoke)).Problem(HttpStatusCode.Conflict, "did not sign this");
        (await DecideAsync($"/declarations/{one}/revoke", RegistryDecision.Revoke)).Problem(HttpStatusCode.Conflict, "no such declaration");
        (await DecideAsync("/declarations/1/revoke", RegistryDecision.Revoke)).Problem(HttpStatusCode.BadRequest, "id");

        Task<Answer> DecideAsync(string path, RegistryDecision decision) => PostAsync(
            path, new DeclarationDecision(_consumer.Address, Sign(new DecisionAct(decision, _consumer.Key.Address, one))),
            ProtocolJson.Default.DeclarationDecision);
    }

    [Fact]
    public async Task Revoking_all_and_delegating_are_the_providers_own()
    {
        var (own, other) = (_consumer.Address, shared.Provider.Address);
        var all = Sign(new RevokeAllAct(_consumer.Key.Address, null));
        (await RevokeAllAsync(new(other, null, all))).Problem(HttpStatusCode.Conflict, "did not sign");
        (await RevokeAllAsync(new(own, other, all))).Problem(HttpStatusCode.Conflict, "did not sign");
        (await RevokeAllAsync(new("me", null, all))).Problem(HttpStatusCode.BadRequest, "provider");
        (await RevokeAllAsync(new(own, "me", all))).Problem(HttpStatusCode.BadRequest, "consumer");
        (await RevokeAllAsync(new(own, null, all))).Is(HttpStatusCode.Accepted);

        var until = Sign(new DelegateAct(_consumer.Key.Address, Address.Parse(other), 77));
        (await DelegateAsync(new(own, other, 78, until))).Problem(HttpStatusCode.Conflict, "did not sign");
        (await DelegateAsync(new(own, "me", 77, until))).Problem(HttpStatusCode.BadRequest, "delegate");
        (await DelegateAsync(new(own, other, 1UL << 48, until))).Problem(HttpStatusCode.BadRequest, "until");
        (await DelegateAsync(new(own, other, 77, until))).Is(HttpStatusCode.Accepted);

        Task<Answer> RevokeAllAsync(RevocationOfAll body) => PostAsync("/revocations", body, ProtocolJson.Default.RevocationOfAll);
        Task<Answer> DelegateAsync(Delegation body) => PostAsync("/delegations", body, ProtocolJson.Default.Delegation);
    }

    private Task<Answer> AskAsync(DeclarationRequest request) => PostAsync("/declarations", request, ProtocolJson.Default.DeclarationRequest);

    private Task<Answer> PostAsync<T>(string path, T body, JsonTypeInfo<T> type) => _http.PostAsync(path, JsonSerializer.SerializeToUtf8Bytes(body, type));

    private DeclarationRequest Request(ulong? chainId = null, Address? registry = null, ulong? deadline = null)
    {
        var terms = new DeclarationTerms(_consumer.Address, shared.Provider.Address, (byte)Means.Both, (uint)Purpose.Audit, 0, 4_000_000_000);
        var act = new RequestAct(
            _consumer.Key.Address, Address.Parse(shared.Provider.Address), Text.TopicIdentifier(), terms.Means, terms.Purpose, terms.NotBefore, terms.Expiry);
        return new(Text, terms, Sign(act, chainId, registry, deadline));
    }

    private PartySignature Sign(RegistryAct act, ulong? chainId = null, Address? registry = null, ulong? deadline = null)
    {
        var signed = act.Sign(_consumer.Key, chainId ?? ChainId, registry ?? Registry, deadline ?? Soon);
        return new(signed.Nonce.ToString(), signed.Deadline, Hex.Encode(signed.Signature));
    }
}
