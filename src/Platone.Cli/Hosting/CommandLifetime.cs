using Microsoft.Extensions.Hosting;

namespace Platone.Cli.Hosting;

/// <summary>
/// Signals are the command's business: a service that listened to them too would stop by itself, out of order, and look like one that
/// failed.
/// </summary>
sealed class CommandLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
