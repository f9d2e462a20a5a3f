using System.Buffers;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Platone.Tls;

namespace Platone.Messaging;

/// <param name="Persistent">Whether the broker keeps the session, and what was not acknowledged, while this client is away.</param>
/// <param name="Tls">Null: in plain text.</param>
public sealed record MqttEndpoint(string Host, int Port, string ClientId, MqttLogin Login, bool Persistent = false, ClientTls? Tls = null);

/// <summary>One message from the broker. It comes again after a reconnect until it is acknowledged (persistent sessions, QoS 1).</summary>
public sealed record MqttDelivery(string Topic, ReadOnlyMemory<byte> Payload, Func<CancellationToken, Task> AcknowledgeAsync);

/// <summary>A client connection that is kept: it connects again with growing pauses and subscribes again. QoS 1 throughout.</summary>
public sealed partial class MqttConnection(MqttEndpoint endpoint, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan SessionKept = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    // The library's 8 KiB make a receive window smaller than a segment of the loopback interface: the sender then waits for the
    // persist timer and the connection falls to thirty messages a second.
    private const int SocketBufferBytes = 1 << 20;

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly CancellationTokenSource _stopping = new();
    private IReadOnlyList<string> _filters = [];
    private Func<MqttDelivery, Task>? _onMessage;
    private Task _keeping = Task.CompletedTask;
    private int _disposed;

    public bool IsConnected => _client.IsConnected;

    /// <summary>Connects, subscribes, and keeps both until disposed. Returns when the first connection stands.</summary>
    /// <param name="onMessage">Called for one message after another; slow handlers hold the broker back. Acknowledging is theirs.</param>
    /// <exception cref="BrokerRefusedException">The broker refused the login or a subscription.</exception>
    public async Task StartAsync(IReadOnlyList<string> filters, Func<MqttDelivery, Task>? onMessage, CancellationToken cancellationToken)
    {
        if (_onMessage is null && onMessage is not null) _client.ApplicationMessageReceivedAsync += e => DeliverAsync(e, onMessage);
        _filters = filters;
        _onMessage = onMessage;
        await ConnectAsync(cancellationToken).ConfigureAwait(false);
        _keeping = KeepAsync(_stopping.Token);
    }

    /// <summary>Publishes with QoS 1 and waits for the broker's answer.</summary>
    /// <exception cref="BrokerRefusedException">The broker does not let this wallet publish there.</exception>
    /// <exception cref="MqttCommunicationException">The connection is down.</exception>
    public async Task PublishAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var message = new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(new ReadOnlySequence<byte>(payload))
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build();
        var result = await _client.PublishAsync(message, cancellationToken).ConfigureAwait(false);
        if (!result.IsSuccess && result.ReasonCode != MqttClientPublishReasonCode.NoMatchingSubscribers)
            throw new BrokerRefusedException($"publishing to {topic}: {result.ReasonCode}");
    }

    /// <summary>Drops the connection; it comes back at once, and the broker delivers again what was not acknowledged.</summary>
    public async Task ReconnectAsync()
    {
        if (_client.IsConnected) await _client.DisconnectAsync(cancellationToken: CancellationToken.None).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;

        await _stopping.CancelAsync().ConfigureAwait(false);
        await _keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_client.IsConnected) await _client.DisconnectAsync(cancellationToken: CancellationToken.None).ConfigureAwait(false);
        _client.Dispose();
        _stopping.Dispose();
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        var builder = new MqttClientOptionsBuilder()
            .WithTcpServer(endpoint.Host, endpoint.Port)
            .WithTcpServer(tcp => tcp.BufferSize = SocketBufferBytes)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId(endpoint.ClientId)
            .WithCleanStart(!endpoint.Persistent)
            .WithSessionExpiryInterval(endpoint.Persistent ? (uint)SessionKept.TotalSeconds : 0)
            .WithKeepAlivePeriod(TimeSpan.FromSeconds(15))
            .WithTimeout(TimeSpan.FromSeconds(10));
        if (endpoint.Tls is { } tls) builder.WithTlsOptions(options => Secure(options, tls));
        await endpoint.Login.ApplyAsync(builder, endpoint.ClientId, cancellationToken).ConfigureAwait(false);
        var connected = await _client.ConnectAsync(builder.Build(), cancellationToken).ConfigureAwait(false);
        if (connected.ResultCode != MqttClientConnectResultCode.Success)
            throw new BrokerRefusedException($"login of {endpoint.ClientId}: {connected.ResultCode}");
        if (_filters.Count == 0) return;

        var subscribe = new MqttClientSubscribeOptionsBuilder();
        foreach (var filter in _filters) subscribe.WithTopicFilter(filter, MqttQualityOfServiceLevel.AtLeastOnce);
        var subscribed = await _client.SubscribeAsync(subscribe.Build(), cancellationToken).ConfigureAwait(false);
        var refused = subscribed.Items.FirstOrDefault(item => item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2);
        if (refused is null) return;

        // Connected and deaf would look like well: disconnected it is tried again.
        await _client.DisconnectAsync(cancellationToken: CancellationToken.None).ConfigureAwait(false);
        throw new BrokerRefusedException($"subscribing to {refused.TopicFilter.Topic}: {refused.ResultCode}");
    }

    private static void Secure(MqttClientTlsOptionsBuilder options, ClientTls tls)
    {
        options.UseTls().WithSslProtocols(ClientTls.Protocols).WithRevocationMode(X509RevocationMode.NoCheck)
            .WithCertificateValidationHandler(shown => tls.Accepts(shown.Certificate, shown.SslPolicyErrors));
        if (tls.Roots is { } roots) options.WithTrustChain(roots);
        if (tls.Certificate is { } certificate) options.WithClientCertificates(new X509Certificate2Collection(certificate));
    }

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromMilliseconds(100);
        while (true)
        {
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            if (_client.IsConnected)
            {
                pause = TimeSpan.FromMilliseconds(100);
                continue;
            }

            try
            {
                await ConnectAsync(cancellationToken).ConfigureAwait(false);
                LogConnectedAgain(logger, endpoint.ClientId);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Whatever keeps the connection or its password from coming back: try again later.
                LogDisconnected(logger, endpoint.ClientId, e.Message);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    private static Task DeliverAsync(MqttApplicationMessageReceivedEventArgs e, Func<MqttDelivery, Task> onMessage)
    {
        e.AutoAcknowledge = false;
        return onMessage(new(e.ApplicationMessage.Topic, e.ApplicationMessage.Payload.ToArray(), e.AcknowledgeAsync));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{ClientId} has no connection to the broker: {Reason}")]
    private static partial void LogDisconnected(ILogger logger, string clientId, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{ClientId} is connected to the broker again")]
    private static partial void LogConnectedAgain(ILogger logger, string clientId);
}

/// <summary>The broker answered, and the answer is no.</summary>
public sealed class BrokerRefusedException(string what) : Exception($"The broker refused {what}.");
