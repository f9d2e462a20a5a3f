using Microsoft.Extensions.Logging;
using Platone.Client;
using Platone.Contracts.Access;
using Platone.Cryptography;
using Platone.Messaging;
using Platone.Protocol;
using Platone.Simulation.Checks;
using Platone.Simulation.Replay;
using Platone.Tls;

namespace Platone.Simulation;

/// <summary>The running framework, as a scenario finds it.</summary>
/// <param name="WalletOf">The wallet of a name; the same at every start with one data directory.</param>
/// <param name="AdmitAsync">Gives wallets the provider role, as a consortium's administrator does, and waits until the access layer knows.</param>
/// <param name="RegisterDevicesAsync">Registers the keys of a provider's devices with its wallet, and waits until the access layer knows.</param>
/// <param name="Ledger">What the store and the chain say, asked beside the services.</param>
/// <param name="Receipts">Whose signature receipts bear.</param>
/// <param name="Speed">How many simulated seconds pass in one; infinite for "as fast as it goes".</param>
/// <param name="Tls">How the access layer and the broker are believed where they speak TLS.</param>
public sealed record Stage(
    Uri AccessLayer, Func<string, PrivateKey> WalletOf, Func<IReadOnlyList<Address>, CancellationToken, Task> AdmitAsync,
    Func<PrivateKey, IReadOnlyList<Address>, CancellationToken, Task> RegisterDevicesAsync, Ledger Ledger, ReceiptCheck Receipts, double Speed,
    TimeProvider Time, ILoggerFactory Loggers, ClientTls? Tls = null) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new((Tls ?? ClientTls.Machine).CreateHandler()) { BaseAddress = AccessLayer, Timeout = TimeSpan.FromMinutes(2) };

    public void Dispose() => _http.Dispose();

    public AccessClient ClientOf(string name) => new(_http, WalletOf(name), Time, Tls);

    public Task<ProviderLink> ConnectProviderAsync(string name, CancellationToken cancellationToken) =>
        ProviderLink.ConnectAsync(ClientOf(name), "devices", Receipts, Time, Loggers.CreateLogger<ProviderLink>(), cancellationToken);

    /// <exception cref="BrokerRefusedException">The broker refuses a subscription.</exception>
    public Task<ConsumerLink> ConnectConsumerAsync(string name, IReadOnlyList<string> filters, CancellationToken cancellationToken) =>
        ConsumerLink.ConnectAsync(ClientOf(name), "scenario", filters, Loggers.CreateLogger<ConsumerLink>(), cancellationToken);

    /// <summary>Connects a consumer with grants: a topic opens only after the acceptance has its confirmations.</summary>
    public async Task<ConsumerLink> ConnectGrantedAsync(string name, IReadOnlyList<string> filters, CancellationToken cancellationToken)
    {
        var start = Time.GetTimestamp();
        while (true)
        {
            try
            {
                return await ConnectConsumerAsync(name, filters, cancellationToken);
            }
            catch (BrokerRefusedException) when (Time.GetElapsedTime(start) < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), Time, cancellationToken);
            }
        }
    }

    /// <summary>A consumer asks for a provider's data and the provider accepts; an acceptance that still holds is used again.</summary>
    public async Task<Hash256> AgreeAsync(string consumer, string provider, CancellationToken cancellationToken)
    {
        var (asking, giving) = (ClientOf(consumer), ClientOf(provider));
        var topic = $"data/{giving.Wallet}/#";
        var standing = (await asking.DeclarationsAsync(cancellationToken))
            .FirstOrDefault(view => view.Topic == topic && view.Consumer == asking.Wallet.ToString() && view.Status == nameof(DeclarationStatus.Accepted));
        if (standing is not null) return Hash256.Parse(standing.Id);

        var now = Time.GetUtcNow();
        var id = await asking.RequestAsync(
            giving.Wallet, topic, Means.Both, Purpose.GridOperation, now.AddMinutes(-5), now.AddDays(30), cancellationToken);
        await giving.WaitForAsync(id, DeclarationStatus.Requested, Patience, cancellationToken);
        await giving.DecideAsync(RegistryDecision.Accept, id, cancellationToken);
        await asking.WaitForAsync(id, DeclarationStatus.Accepted, Patience, cancellationToken);
        return id;
    }

    /// <summary>The provider revokes; returns when the access layer has processed it.</summary>
    public async Task RevokeAsync(string provider, Hash256 declaration, CancellationToken cancellationToken)
    {
        var giving = ClientOf(provider);
        await giving.DecideAsync(RegistryDecision.Revoke, declaration, cancellationToken);
        await giving.WaitForAsync(declaration, DeclarationStatus.Revoked, Patience, cancellationToken);
    }

    /// <summary>Waits as long as a simulated stretch of time takes at this speed.</summary>
    public Task PassAsync(TimeSpan simulated, CancellationToken cancellationToken) =>
        double.IsPositiveInfinity(Speed) ? Task.CompletedTask : Task.Delay(simulated / Speed, Time, cancellationToken);
}
