using Microsoft.Extensions.Hosting;
using Platone.Contracts.Sending;

namespace Platone.AccessLayer.Certification;

/// <summary>Keeps the outbox moving.</summary>
sealed class SenderService(TransactionSender sender) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => sender.RunAsync(stoppingToken);
}
