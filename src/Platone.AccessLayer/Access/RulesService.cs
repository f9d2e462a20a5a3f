using Microsoft.Extensions.Hosting;
using Platone.Messaging;

namespace Platone.AccessLayer.Access;

/// <summary>Serves the brokers' rules from the moment the access layer starts until it stops.</summary>
sealed class RulesService(PolicyFeedServer feed) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        feed.Start();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken) => await feed.DisposeAsync();
}
