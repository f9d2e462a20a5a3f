using System.Net;
using System.Text.Json;
using Platone.Testing;

namespace Platone.AccessLayer.Tests;

public sealed class OpenApiTests(SharedFramework shared) : IDisposable
{
    private readonly SignedHttp _http = new(shared.Running.Endpoints.AccessLayer, shared.Provider.Key);

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task The_document_lists_every_operation_with_a_summary()
    {
        var operations = await OperationsAsync();

        Assert.Equal(
            [
                "DELETE /credentials/{hash}", "GET /chain", "GET /credentials", "GET /declarations", "GET /declarations/{id}",
                "GET /providers/{provider}/readings", "GET /providers/{provider}/streams", "GET /readings/{id}/proof",
                "POST /broker/login", "POST /credentials", "POST /declarations",
                "POST /declarations/{id}/accept", "POST /declarations/{id}/reject", "POST /declarations/{id}/renounce", "POST /declarations/{id}/revoke",
                "POST /delegations", "POST /erasures", "POST /ingest/{provider}/{device}", "POST /revocations",
            ],
            operations.Select(operation => $"{operation.Method} {operation.Path}").Order(StringComparer.Ordinal));
        Assert.All(operations, operation => Assert.NotEmpty(operation.Details.GetProperty("summary").GetString()!));
    }

    [Fact]
    public async Task No_operation_answers_an_unsigned_request()
    {
        foreach (var (method, path, _) in await OperationsAsync())
        {
            var real = path.Replace("{provider}", shared.Provider.Address, StringComparison.Ordinal)
                .Replace("{device}", "x", StringComparison.Ordinal).Replace("{id}", "1", StringComparison.Ordinal);
            (await _http.SendAsync(new HttpMethod(method), real, [], authorization: null)).Problem(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task Health_needs_no_signature()
    {
        Assert.Equal("Healthy", (await _http.SendAsync(HttpMethod.Get, "/health", [], authorization: null)).Is(HttpStatusCode.OK).Text);
    }

    [Fact]
    public async Task What_is_not_there_is_a_problem_too()
    {
        (await _http.GetAsync("/nothing/here")).Problem(HttpStatusCode.NotFound);
        (await _http.SendAsync(HttpMethod.Delete, "/declarations", [])).Problem(HttpStatusCode.MethodNotAllowed);
        (await _http.GetAsync("/readings/seven/proof")).Problem(HttpStatusCode.NotFound);
    }

    private async Task<List<(string Method, string Path, JsonElement Details)>> OperationsAsync()
    {
        var document = (await _http.SendAsync(HttpMethod.Get, "/openapi/v1.json", [], authorization: null)).Is(HttpStatusCode.OK).Json();
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        return [.. document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()
            .Select(operation => (operation.Name.ToUpperInvariant(), path.Name == "/" ? "/" : path.Name.TrimEnd('/'), operation.Value)))];
    }
}
