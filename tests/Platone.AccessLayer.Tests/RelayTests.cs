using System.Net;
using System.Numerics;
using System.Text.Json;
using Platone.Contracts.Access;
using Platone.Cryptography;
using Platone.Protocol;
using Platone.Testing;

namespace Platone.AccessLayer.Tests;

/// <summary>The access layer relays the parties' own transactions to the registry and nothing else.</summary>
public sealed class RelayTests(SharedFramework shared) : IAsyncLifetime
{
    private Party _consumer = null!;
    private SignedHttp _http = null!;
    private JsonElement _chain;

    private Address Registry => Address.Parse(_chain.GetProperty("subscriptionRegistry").GetString()!);

    private ulong ChainId => _chain.GetProperty("chainId").GetUInt64();

    private DeclarationText Text => new($"data/{shared.Provider.Address}/relay/raw", Keccak256.Hash(Payloads.Bytes(_consumer.Address)).ToString());

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
    public async Task A_request_as_it_should_be_is_relayed_once()
    {
        var accepted = (await RequestAsync(Text, Transaction())).Is(HttpStatusCode.Accepted).Json();
        var id = accepted.GetProperty("declaration").GetString();
        await Eventually.TrueAsync(async () => (await _http.GetAsync($"/declarations/{id}")).Status == HttpStatusCode.OK, () => "the chain never had it");

        (await RequestAsync(Text, Transaction(nonce: 1))).Problem(HttpStatusCode.Conflict, "exists already");
    }

    [Fact]
    public async Task A_transaction_that_is_none_of_the_registrys_is_refused()
    {
        var other = Address.Parse("0x00000000000000000000000000000000000000aa");

        await RefusedAsync("transaction.chainId", Text, Transaction(chainId: 1));
        await RefusedAsync("transaction.to", Text, Transaction(to: other));
        await RefusedAsync("transaction.value", Text, Transaction(value: 1));
        await RefusedAsync("signed by", Text, Transaction(key: shared.Provider.Key));
        await RefusedAsync("expected a call", Text, Transaction(data: RegistryCalls.Encode(RegistryDecision.Accept, Keccak256.Hash([]))));
        await RefusedAsync("expected a call", Text, Transaction(data: []));
        await RefusedAsync("transaction", Text, "0x");
        await RefusedAsync("transaction", Text, "rubbish");
        await RefusedAsync("transaction", Text, Transaction()[..^2]);
    }

    [Fact]
    public async Task A_text_that_is_not_the_transactions_is_refused()
    {
        await RefusedAsync("text", Text with { Topic = $"data/{shared.Provider.Address}/another/raw" }, Transaction());
        await RefusedAsync("text.salt", Text with { Salt = "0x12" }, Transaction());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"text":null,"transaction":"0x"}""")]
    public async Task A_body_that_is_no_request_is_a_problem(string body) =>
        (await _http.PostAsync("/declarations", Payloads.Bytes(body))).Problem(HttpStatusCode.BadRequest);

    [Fact]
    public async Task A_member_that_is_unknown_or_there_twice_is_a_problem()
    {
        var body = JsonSerializer.Serialize(new DeclarationRequest(Text, Transaction()), ProtocolJson.Default.DeclarationRequest);

        (await _http.PostAsync("/declarations", Payloads.Bytes(body[..^1] + ",\"more\":1}"))).Problem(HttpStatusCode.BadRequest);
        (await _http.PostAsync("/declarations", Payloads.Bytes(body[..^1] + ",\"transaction\":\"0x\"}"))).Problem(HttpStatusCode.BadRequest);
        Assert.Empty((await _http.GetAsync("/declarations")).Is(HttpStatusCode.OK).Json().EnumerateArray());
    }

    [Fact]
    public async Task A_decision_must_be_about_the_declaration_of_its_path()
    {
        var (one, two) = (Keccak256.Hash([1]), Keccak256.Hash([2]));
        Task<Answer> DecideAsync(string path, RegistryDecision decision)
        {
            var body = new DeclarationDecision(Transaction(data: RegistryCalls.Encode(decision, one)));
            return _http.PostAsync(path, JsonSerializer.SerializeToUtf8Bytes(body, ProtocolJson.Default.DeclarationDecision));
        }

        (await DecideAsync($"/declarations/{two}/accept", RegistryDecision.Accept)).Problem(HttpStatusCode.BadRequest, "expected a call");
        (await DecideAsync($"/declarations/{one}/accept", RegistryDecision.Revoke)).Problem(HttpStatusCode.BadRequest, "expected a call");
        (await DecideAsync($"/declarations/{one}/revoke", RegistryDecision.Revoke)).Problem(HttpStatusCode.Conflict, "no such declaration");
        (await DecideAsync("/declarations/1/revoke", RegistryDecision.Revoke)).Problem(HttpStatusCode.BadRequest, "id");
    }

    private async Task RefusedAsync(string blames, DeclarationText text, string transaction) =>
        Assert.Contains(blames, (await RequestAsync(text, transaction)).Problem(HttpStatusCode.BadRequest), StringComparison.Ordinal);

    private Task<Answer> RequestAsync(DeclarationText text, string transaction)
    {
        var body = new DeclarationRequest(text, transaction);
        return _http.PostAsync("/declarations", JsonSerializer.SerializeToUtf8Bytes(body, ProtocolJson.Default.DeclarationRequest));
    }

    private string Transaction(ulong? chainId = null, Address? to = null, int value = 0, PrivateKey? key = null, byte[]? data = null, ulong nonce = 0)
    {
        var provider = Address.Parse(shared.Provider.Address);
        data ??= new RegistryRequest(provider, Text.TopicIdentifier(), (byte)Means.Both, (uint)Purpose.Audit, 0, 4_000_000_000).Encode();
        var transaction = new Eip1559Transaction(chainId ?? ChainId, nonce, BigInteger.Zero, BigInteger.Zero, 300_000, to ?? Registry, value, data);
        return Hex.Encode(transaction.Sign(key ?? _consumer.Key).Raw.Span);
    }
}
