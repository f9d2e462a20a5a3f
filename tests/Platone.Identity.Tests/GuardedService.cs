using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Platone.AccessLayer.Tests;
using Platone.Cryptography;
using Platone.ServiceDefaults;

namespace Platone.Identity.Tests;

/// <summary>A service with the defaults that every service has, which says which wallet asks.</summary>
sealed class GuardedService : IAsyncDisposable
{
    private readonly WebApplication _service;
    private readonly SignedHttp _http;

    private GuardedService(WebApplication service, PrivateKey key)
    {
        _service = service;
        _http = new(new(service.Urls.Single()), key);
    }

    /// <param name="key">Who signs requests that are signed.</param>
    public static async Task<GuardedService> StartAsync(TokenIssuer issuer, PrivateKey key)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        builder.AddPlatoneDefaults("guarded", issuer);
        var service = builder.Build();
        service.UsePlatoneDefaults();
        service.MapGet("/wallet", (ClaimsPrincipal user) => TypedResults.Text(user.Wallet().ToString())).RequireAuthorization();
        await service.StartAsync(TestContext.Current.CancellationToken);
        return new(service, key);
    }

    public Task<Answer> SignedAsync() => _http.GetAsync("/wallet");

    public Task<Answer> BearerAsync(string token) => _http.SendAsync(HttpMethod.Get, "/wallet", [], $"Bearer {token}");

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _service.StopAsync();
        await _service.DisposeAsync();
    }
}
