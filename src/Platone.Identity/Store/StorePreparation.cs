using Microsoft.Extensions.Hosting;

namespace Platone.Identity.Store;

/// <summary>The store is there before the first request.</summary>
sealed class StorePreparation(IdentityOptions options) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => IdentityStore.PrepareAsync(options.Store, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
