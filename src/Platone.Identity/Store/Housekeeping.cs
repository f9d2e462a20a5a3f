using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using Platone.Identity.SignIn;

namespace Platone.Identity.Store;

/// <summary>Deletes what is over: used nonces, codes, refresh tokens, and the authorizations that they belong to.</summary>
sealed partial class Housekeeping(IServiceScopeFactory scopes, TimeProvider time, ILogger<Housekeeping> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<UsedNonces>().PruneAsync(stoppingToken);
                var threshold = time.GetUtcNow() - Every;
                await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(threshold, stoppingToken);
                await scope.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>().PruneAsync(threshold, stoppingToken);
            }
            catch (Exception e) when (e is DbException or AggregateException)
            {
                // What is over counts no more anyway; it is tried again.
                LogNotPruned(logger, e.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What is over in the identity store is not deleted yet: {Reason}")]
    private static partial void LogNotPruned(ILogger logger, string reason);
}
