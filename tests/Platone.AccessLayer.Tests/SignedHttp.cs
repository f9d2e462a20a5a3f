using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Platone.Cryptography;
using Platone.Protocol;

namespace Platone.AccessLayer.Tests;

/// <summary>Requests with a signature that a test can make wrong.</summary>
sealed class SignedHttp(Uri accessLayer, PrivateKey key) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = accessLayer };

    public void Dispose() => _http.Dispose();

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, []);

    public Task<Answer> PostAsync(string path, byte[] body) => SendAsync(HttpMethod.Post, path, body);

    public Task<Answer> SendAsync(HttpMethod method, string path, byte[] body) => SendAsync(method, path, body, Sign(method, path, body).ToHeader());

    /// <param name="authorization">The header as it is; none where it is null.</param>
    public async Task<Answer> SendAsync(HttpMethod method, string path, byte[] body, string? authorization)
    {
        using var request = new HttpRequestMessage(method, path);
        if (method == HttpMethod.Post) request.Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
        // Who is refused before the body is read has not to send it.
        request.Headers.ExpectContinue = body.Length > 1 << 20;
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new(response.StatusCode, response.Content.Headers.ContentType?.MediaType, text, response.Headers.WwwAuthenticate.ToString());
    }

    public SignedRequest Sign(HttpMethod method, string path, byte[] body, long secondsOff = 0)
    {
        var time = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + secondsOff;
        return SignedRequest.Sign(key, method.Method, new Uri(accessLayer, path).PathAndQuery, body, time, new(RandomNumberGenerator.GetBytes(32)));
    }
}

sealed record Answer(HttpStatusCode Status, string? MediaType, string Text, string Challenge)
{
    public JsonElement Json()
    {
        using var document = JsonDocument.Parse(Text);
        return document.RootElement.Clone();
    }

    /// <summary>An error as every error must be: problem details with a reason.</summary>
    /// <param name="saying">What must be in the reason.</param>
    /// <returns>The reason.</returns>
    public string Problem(HttpStatusCode status, string saying = "")
    {
        Assert.True(Status == status, $"{Status}, expected {status}: {Text}");
        Assert.Equal("application/problem+json", MediaType);
        Assert.Equal((int)status, Json().GetProperty("status").GetInt32());
        var reason = Json().TryGetProperty("detail", out var detail) ? detail.GetString()! : Json().GetProperty("title").GetString()!;
        Assert.Contains(saying, reason, StringComparison.OrdinalIgnoreCase);
        return reason;
    }

    public Answer Is(HttpStatusCode status)
    {
        Assert.True(Status == status, $"{Status}, expected {status}: {Text}");
        return this;
    }
}
