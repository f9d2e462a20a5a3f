using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platone.Contracts.Deployment;
using Platone.Testing;

namespace Platone.Identity.Tests;

/// <summary>An identity service of a test's own, over a running framework's chain, with a clock that the test turns.</summary>
sealed class LocalIdentity : IAsyncDisposable
{
    private readonly WebApplication _service;

    private LocalIdentity(WebApplication service, IdentityOptions options)
    {
        (_service, Options) = (service, options);
        Http = new(options.Issuer);
    }

    public IdentityOptions Options { get; }

    public TokenHttp Http { get; }

    public IServiceProvider Services => _service.Services;

    public static IdentityOptions OptionsFor(SharedFramework shared, string folder)
    {
        var port = FreePort();
        return new(
            Path.Combine(folder, "identity.db"), Path.Combine(folder, "keys"), [shared.Running.Endpoints.Chain],
            ContractLine.LoadOnly(Path.Combine(shared.Data, "deployments")), port, new($"http://127.0.0.1:{port}/"));
    }

    public static async Task<LocalIdentity> StartAsync(IdentityOptions options, TimeProvider time)
    {
        var service = IdentityService.Build(options, builder =>
        {
            builder.Services.AddSingleton(time);
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
        });
        await service.StartAsync(TestContext.Current.CancellationToken);
        return new(service, options);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _service.StopAsync();
        await _service.DisposeAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
