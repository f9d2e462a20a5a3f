using System.Net;
using Platone.Testing;

namespace Platone.AccessLayer.Tests;

public sealed class ErasureRequestTests(SharedFramework shared) : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly SignedHttp _http = new(shared.Running.Endpoints.AccessLayer, shared.Provider.Key);

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Nobody_erases_what_another_handed_in_and_the_provider_does_once()
    {
        var stranger = await Party.CreateAsync(shared.Data);
        using var http = new SignedHttp(shared.Running.Endpoints.AccessLayer, stranger.Key);
        (await _http.PostAsync($"/ingest/{shared.Provider.Address}/erase-1", Payloads.LightNode("erase-1", 1, Start, "1.5"))).Is(HttpStatusCode.Created);

        (await http.PostAsync("/erasures", Order(1, 1))).Problem(HttpStatusCode.Forbidden, "cannot erase");
        Assert.Equal(1, Count());

        await Eventually.TrueAsync(async () => (await _http.PostAsync("/erasures", Order(1, 1))).Status == HttpStatusCode.OK, () => "it never was in a batch");
        Assert.Equal(0, Count());
        (await _http.PostAsync("/erasures", Order(1, 1))).Problem(HttpStatusCode.Conflict, "was erased at");
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 1)]
    public async Task A_range_that_is_none_is_refused(ulong from, ulong to) =>
        (await _http.PostAsync("/erasures", Order(from, to))).Problem(HttpStatusCode.BadRequest, "from, to");

    private long Count() => Database.Number(shared.Running.Store, "SELECT count(*) FROM readings WHERE stream LIKE '%/erase-1/%'");

    private byte[] Order(ulong from, ulong to) => Payloads.Bytes(
        $$"""{"provider":"{{shared.Provider.Address}}","stream":"erase-1/POD-1/activepower/ABC","from":{{from}},"to":{{to}},"reason":"asked for"}""");
}
