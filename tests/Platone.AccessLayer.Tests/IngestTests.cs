using System.Net;
using Platone.Certification;
using Platone.Cryptography;
using Platone.Protocol;
using Platone.Simulation.Devices;
using Platone.Testing;

namespace Platone.AccessLayer.Tests;

public sealed class IngestTests(SharedFramework shared) : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly SignedHttp _http = new(shared.Running.Endpoints.AccessLayer, shared.Provider.Key);

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_message_is_receipted_and_its_repetition_gets_the_same_receipt()
    {
        var payload = Payloads.Pmu("ingest-1", Start, "230.5", "231.5");

        var first = (await IngestAsync("ingest-1", payload)).Is(HttpStatusCode.Created);
        var second = (await IngestAsync("ingest-1", payload)).Is(HttpStatusCode.OK);

        Assert.Equal(first.Text, second.Text);
        Assert.Equal(2, Database.Number(shared.Running.Store, "SELECT count(*) FROM readings WHERE stream LIKE '%/ingest-1/%'"));
    }

    [Fact]
    public async Task The_receipts_of_a_message_are_the_certifiers_signature_over_leaves_that_the_batches_have()
    {
        var chain = (await _http.GetAsync("/chain")).Is(HttpStatusCode.OK).Json();
        var message = (await IngestAsync("ingest-2", Payloads.Pmu("ingest-2", Start, "230.25", "231.25", "229.75"))).Is(HttpStatusCode.Created).Json();
        string Text(string name) => message.GetProperty(name).GetString()!;
        var receipts = message.GetProperty("receipts").EnumerateArray().ToArray();
        Assert.Equal(3, receipts.Length);

        var signed = new ReceiptTree([.. receipts.Select(receipt => new Receipt(
            Address.Parse(shared.Provider.Address), Keccak256.Hash(Payloads.Bytes(receipt.GetProperty("stream").GetString()!)),
            receipt.GetProperty("sequence").GetUInt64(), Hash256.Parse(receipt.GetProperty("leaf").GetString()!),
            receipt.GetProperty("certifyBy").GetUInt64()))]);
        Assert.Equal(signed.Root, Hash256.Parse(Text("root")));
        var domain = Receipt.Domain(chain.GetProperty("chainId").GetUInt64(), Address.Parse(chain.GetProperty("dataCertification").GetString()!));
        Assert.True(Signature.TryParse(Text("signature"), out var signature));
        Assert.True(signature.TryRecover(signed.Digest(domain), out var signer));
        Assert.Equal(Address.Parse(Text("certifier")), signer);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        Assert.All(receipts, receipt => Assert.InRange(receipt.GetProperty("certifyBy").GetInt64(), now, now + 3600));

        await shared.Running.AllCertifiedAsync();
        foreach (var receipt in receipts)
        {
            var leaves = Convert.ToHexStringLower((byte[])Assert.Single(Database.Rows(
                shared.Running.Store, $"SELECT b.leaves FROM batch b JOIN reading r ON r.batch = b.number WHERE r.id = {receipt.GetProperty("id")}"))[0]);
            Assert.Contains(receipt.GetProperty("leaf").GetString()![2..], leaves, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_bad_payload_is_a_problem_that_names_place_and_dead_letter_and_the_service_goes_on()
    {
        foreach (var bad in BadPayloads.All)
        {
            var answer = await IngestAsync(bad.Device, bad.Payload);
            Assert.Contains(bad.Blames, answer.Problem(HttpStatusCode.UnprocessableEntity), StringComparison.OrdinalIgnoreCase);

            var problem = answer.Json();
            string Text(string name) => problem.GetProperty(name).GetString()!;
            var letter = Database.Row(
                shared.Running.Store, $"SELECT place, found, expected, length FROM dead_letter WHERE id = {problem.GetProperty("deadLetter")}");
            Assert.Equal([Text("place"), Text("found"), Text("expected"), (long)bad.Payload.Length], letter);
        }

        (await IngestAsync("ingest-3", Payloads.Pmu("ingest-3", Start, "230"))).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_body_that_no_payload_can_be_is_cut_off_with_a_problem()
    {
        (await IngestAsync("ingest-4", new byte[(16 << 20) + 1])).Problem(HttpStatusCode.RequestEntityTooLarge);
        (await IngestAsync("ingest-4", Payloads.Pmu("ingest-4", Start, "230"))).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_wallet_hands_in_for_itself_and_only_with_the_role()
    {
        var stranger = await Party.CreateAsync(shared.Data);
        using var http = new SignedHttp(shared.Running.Endpoints.AccessLayer, stranger.Key);
        var payload = Payloads.Pmu("ingest-5", Start, "230");
        Task<Answer> OwnAsync() => http.PostAsync($"/ingest/{stranger.Address}/ingest-5", payload);

        (await http.PostAsync($"/ingest/{shared.Provider.Address}/ingest-5", payload)).Problem(HttpStatusCode.Forbidden, "cannot hand in for");
        (await OwnAsync()).Problem(HttpStatusCode.Forbidden, "provider role");

        await Party.AdministerAsync("admit", stranger, shared.Data);
        await Eventually.TrueAsync(async () => (await OwnAsync()).Status == HttpStatusCode.Created, () => "the role never came");
        await Party.AdministerAsync("dismiss", stranger, shared.Data);
        await Eventually.TrueAsync(async () => (await OwnAsync()).Status == HttpStatusCode.Forbidden, () => "the role never went");
    }

    [Theory]
    [InlineData("a+b")]
    [InlineData("a%23b")]
    [InlineData("a%0Ab")]
    public async Task A_device_name_that_cannot_be_a_topic_level_is_refused(string device) =>
        (await IngestAsync(device, Payloads.Pmu("x", Start, "230"))).Problem(HttpStatusCode.BadRequest, "device");

    [Fact]
    public async Task A_provider_that_is_no_address_is_refused() =>
        (await _http.PostAsync("/ingest/0x12/x", Payloads.Pmu("x", Start, "230"))).Problem(HttpStatusCode.BadRequest, "provider");

    [Fact]
    public async Task What_comes_by_rest_goes_out_on_the_bus_with_the_same_words()
    {
        await using var client = await shared.Provider.ConnectAsync("ingest-6");
        await client.GrantedAsync($"data/{shared.Provider.Address}/ingest-6/#");

        (await IngestAsync("ingest-6", Payloads.LightNode("ingest-6", 1, Start, "1.5"))).Is(HttpStatusCode.Created);

        var reading = Assert.Single((await client.NextAsync()).As(ProtocolJson.Default.DataMessage).Readings);
        Assert.Equal(("ingest-6/POD-1/activepower/ABC", 1UL), (reading.Stream, reading.Sequence));
        Assert.Equal(("1500", "W", "reading"), (reading.Value, reading.Unit, reading.Kind));
    }

    private Task<Answer> IngestAsync(string device, byte[] payload) => _http.PostAsync($"/ingest/{shared.Provider.Address}/{device}", payload);
}
