using System.Net;
using Platone.Cryptography;
using Platone.Protocol;
using Platone.Testing;

namespace Platone.AccessLayer.Tests;

public sealed class SignedRequestTests(SharedFramework shared) : IDisposable
{
    private readonly SignedHttp _http = new(shared.Running.Endpoints.AccessLayer, shared.Provider.Key);

    private string Streams => $"/providers/{shared.Provider.Address}/streams";

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_signed_request_is_taken_once()
    {
        var header = _http.Sign(HttpMethod.Get, Streams, []).ToHeader();

        (await _http.SendAsync(HttpMethod.Get, Streams, [], header)).Is(HttpStatusCode.OK);
        Assert.Contains("nonce", await RefusedAsync(HttpMethod.Get, Streams, [], header), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_without_a_signature_is_told_what_to_bring()
    {
        var answer = await _http.SendAsync(HttpMethod.Get, Streams, [], authorization: null);

        Assert.Contains("not signed", answer.Problem(HttpStatusCode.Unauthorized), StringComparison.Ordinal);
        Assert.Equal(SignedRequest.Scheme, answer.Challenge);
    }

    [Theory]
    [InlineData(-120)]
    [InlineData(120)]
    public async Task A_request_of_another_time_is_refused(int secondsOff)
    {
        var reason = await RefusedAsync(HttpMethod.Get, Streams, [], _http.Sign(HttpMethod.Get, Streams, [], secondsOff).ToHeader());
        Assert.Contains("time", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signature_counts_for_its_method_path_query_and_body_alone()
    {
        var body = Payloads.Pmu("signed", new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), "230");
        var path = $"/ingest/{shared.Provider.Address}/signed";
        string Signed() => _http.Sign(HttpMethod.Post, path, body).ToHeader();

        await RefusedAsync(HttpMethod.Post, $"/ingest/{shared.Provider.Address}/another", body, Signed());
        await RefusedAsync(HttpMethod.Post, path + "?a=b", body, Signed());
        await RefusedAsync(HttpMethod.Post, path, [.. body, (byte)' '], Signed());
        await RefusedAsync(HttpMethod.Get, Streams, [], _http.Sign(HttpMethod.Post, Streams, []).ToHeader());
        (await _http.SendAsync(HttpMethod.Post, path, body, Signed())).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Nobody_signs_for_another_wallet()
    {
        var signed = _http.Sign(HttpMethod.Get, Streams, []);
        var stranger = Address.Parse("0x00000000000000000000000000000000000000aa");

        await RefusedAsync(HttpMethod.Get, Streams, [], (signed with { Address = stranger }).ToHeader());
        await RefusedAsync(HttpMethod.Get, Streams, [], (signed with { Time = signed.Time + 1 }).ToHeader());
        await RefusedAsync(HttpMethod.Get, Streams, [], (signed with { Nonce = Keccak256.Hash(new byte[1]) }).ToHeader());
    }

    [Theory]
    [InlineData("Bearer abc")]
    [InlineData("Platone-Eip191")]
    [InlineData("Platone-Eip191 ")]
    [InlineData("Platone-Eip191 address=0x,time=1,nonce=0x,signature=0x")]
    [InlineData("Platone-Eip191 address=0x00000000000000000000000000000000000000aa,time=99999999999999999999,nonce=0x00,signature=0x00")]
    [InlineData("Platone-Eip191 address=a,address=b,time=1,nonce=c,signature=d")]
    public async Task A_header_that_is_none_is_refused(string header) => await RefusedAsync(HttpMethod.Get, Streams, [], header);

    private async Task<string> RefusedAsync(HttpMethod method, string path, byte[] body, string header) =>
        (await _http.SendAsync(method, path, body, header)).Problem(HttpStatusCode.Unauthorized);
}
