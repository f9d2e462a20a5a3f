using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using Microsoft.Extensions.Logging;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using MQTTnet.Server;
using Platone.Cryptography;
using Platone.Policies;
using Platone.Tls;

namespace Platone.Messaging.Broker;

/// <summary>
/// The broker in this process, for machines without Mosquitto: MQTTnet's server behind the same <see cref="BrokerGate"/> as the plugin. Its
/// sessions are in memory and end with it. What goes wrong in a callback denies.
/// </summary>
/// <remarks>
/// Client ids name their account, and nobody connects without that (<see cref="Login"/>), so a client id says whom a callback is
/// about; there is no table of clients that could disagree with the library's.
/// </remarks>
public sealed partial class EmbeddedBroker : IAsyncDisposable
{
    private static readonly TimeSpan LooksAtRules = TimeSpan.FromSeconds(1);

    private readonly BrokerGate _gate;
    private readonly CredentialLogins<string> _credentialLogins;
    private readonly ConcurrentDictionary<string, Credential> _entering = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly MqttServer _server;
    private readonly BrokerListener _listener;
    private readonly ConcurrentDictionary<string, ClientQueue> _queues = new(StringComparer.Ordinal);
    private ITimer? _looking;
    private RuleStatus _lastStatus = RuleStatus.Empty;
    private long _retainedMessages;
    private long _retainedBytes;
    private int _disposed;

    /// <param name="tls">Null: in plain text.</param>
    /// <param name="usage">Counts what is delivered by grants.</param>
    public EmbeddedBroker(IPEndPoint endpoint, ServerTls? tls, RuleTable rules, UsageMeter usage, TimeProvider time, ILogger logger)
    {
        _gate = new(rules, time, usage);
        _credentialLogins = new(rules);
        _time = time;
        _logger = logger;
        _listener = new(endpoint, tls, time, logger);
        var options = new MqttServerOptionsBuilder()
            .WithoutDefaultEndpoint()
            .WithPersistentSessions()
            .WithMaxPendingMessagesPerClient(BrokerLimits.MaxWaitingMessages)
            .WithPendingMessagesOverflowStrategy(MqttPendingMessagesOverflowStrategy.DropNewMessage)
            .WithDefaultCommunicationTimeout(BrokerLimits.LoginTime)
            .Build();
        _server = new MqttServerFactory().CreateMqttServer(options, [_listener], new ServerLog(logger));
        _server.ValidatingConnectionAsync += OnConnectingAsync;
        _server.InterceptingSubscriptionAsync += Synchronous<InterceptingSubscriptionEventArgs>(OnSubscribing);
        _server.InterceptingPublishAsync += Synchronous<InterceptingPublishEventArgs>(OnPublishing);
        _server.InterceptingClientEnqueueAsync += Synchronous<InterceptingClientApplicationMessageEnqueueEventArgs>(OnEnqueuing);
        _server.InterceptingOutboundPacketAsync += Synchronous<InterceptingPacketEventArgs>(OnSending);
        _server.ClientAcknowledgedPublishPacketAsync += Synchronous<ClientAcknowledgedPublishPacketEventArgs>(OnAcknowledged);
        _server.RetainedMessageChangedAsync += Synchronous<RetainedMessageChangedEventArgs>(OnRetained);
        _server.SessionDeletedAsync += Synchronous<SessionDeletedEventArgs>(e => _queues.TryRemove(e.Id, out _));
        _server.ClientConnectedAsync += OnConnectedAsync;
        _server.ClientDisconnectedAsync += Synchronous<ClientDisconnectedEventArgs>(OnDisconnected);
    }

    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    public async Task StartAsync()
    {
        await _server.StartAsync().ConfigureAwait(false);
        _looking = _time.CreateTimer(_ => LookAtRules(), state: null, TimeSpan.Zero, LooksAtRules);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;

        if (_looking is not null) await _looking.DisposeAsync().ConfigureAwait(false);
        if (_server.IsStarted) await _server.StopAsync(new MqttServerStopOptions()).ConfigureAwait(false);
        _server.Dispose();
        _listener.Dispose();
    }

    private static Func<T, Task> Synchronous<T>(Action<T> handle) => e =>
    {
        handle(e);
        return Task.CompletedTask;
    };

    private void LookAtRules()
    {
        EndUncredited();
        SayStatus();
    }

    private void SayStatus()
    {
        var status = _gate.Status;
        if (status == _lastStatus) return;

        _lastStatus = status;
        if (status == RuleStatus.Fresh) LogFresh(_logger);
        else LogStale(_logger);
    }

    private async Task OnConnectingAsync(ValidatingConnectionEventArgs e)
    {
        e.ReasonCode = MqttConnectReasonCode.NotAuthorized;
        try
        {
            var answer = e.AuthenticationMethod switch
            {
                null or "" => CheckLogin(e),
                WalletChallenge.Method => await CheckSignatureAsync(e).ConfigureAwait(false),
                _ => default(LoginAnswer?),
            };
            if (answer is not { } found) e.ReasonCode = MqttConnectReasonCode.BadAuthenticationMethod;
            else if (found.Result != LoginResult.Accepted) LogLoginRefused(_logger, found.Result, found.Wallet.IsZero ? "unknown" : found.Wallet.ToString());
            else e.ReasonCode = MqttConnectReasonCode.Success;
        }
        catch (Exception problem)
        {
            LogDenied(_logger, "login", problem);
        }
    }

    private LoginAnswer CheckLogin(ValidatingConnectionEventArgs e)
    {
        var answer = _gate.CheckLogin(new()
        {
            Username = Utf8Of(e.UserName),
            Password = e.RawPassword,
            ClientId = Utf8Of(e.ClientId),
            Certificate = e.ClientCertificate is { } certificate ? Credential.OfCertificate(certificate.RawDataMemory.Span) : null,
        });
        if (answer.By is { } credential) _entering[e.ClientId] = credential;
        return answer;
    }

    private async Task<LoginAnswer> CheckSignatureAsync(ValidatingConnectionEventArgs e)
    {
        var nonce = new Hash256(RandomNumberGenerator.GetBytes(Hash256.Length));
        var begun = _gate.BeginLogin(e.AuthenticationData, Utf8Of(e.ClientId), nonce, out var challenge);
        if (begun.Result != LoginResult.Accepted || challenge is null) return begun;

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(e.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(WalletChallenge.Seconds));
        var reply = await e.ExchangeEnhancedAuthenticationAsync(
            new() { AuthenticationData = challenge.ToUtf8() }, patience.Token).ConfigureAwait(false);
        return _gate.CompleteLogin(challenge, begun.Wallet, reply.AuthenticationData);
    }

    private async Task OnConnectedAsync(ClientConnectedEventArgs e)
    {
        var session = await _server.GetSessionAsync(e.ClientId).ConfigureAwait(false);
        // In the session's own bag, so that a session that starts anew starts with a new count.
        if (e.SessionItems[nameof(ClientQueue)] is not ClientQueue queue) e.SessionItems[nameof(ClientQueue)] = queue = new();
        queue.Connected(session);
        _queues[e.ClientId] = queue;
        // Here and not at the login: by now an earlier connection of the same client id is gone, and its end noted.
        _entering.TryRemove(e.ClientId, out var credential);
        lock (_credentialLogins) _credentialLogins.Set(e.ClientId, e.ClientId, credential);
    }

    private void OnDisconnected(ClientDisconnectedEventArgs e)
    {
        lock (_credentialLogins) _credentialLogins.Remove(e.ClientId);
    }

    /// <summary>Ends the connections whose credential was taken away.</summary>
    private void EndUncredited()
    {
        IReadOnlyList<string> ended;
        lock (_credentialLogins) ended = _credentialLogins.TakeEnded();
        foreach (var clientId in ended) _ = Task.Run(() => EndSessionAsync(clientId));
    }

    private void OnSubscribing(InterceptingSubscriptionEventArgs e)
    {
        (e.ProcessSubscription, var granted) = (false, e.Response.ReasonCode);
        e.Response.ReasonCode = MqttSubscribeReasonCode.NotAuthorized;
        if (!IsAllowed(Access.Subscribe, e.ClientId, e.TopicFilter.Topic)) return;

        if (e.TopicFilter.Topic.StartsWith("$share/",
            StringComparison.Ordinal)) e.Response.ReasonCode = MqttSubscribeReasonCode.SharedSubscriptionsNotSupported;
        else (e.ProcessSubscription, e.Response.ReasonCode) = (true, granted);
    }

    /// <summary>Wills come by here too, when they are published.</summary>
    private void OnPublishing(InterceptingPublishEventArgs e)
    {
        var message = e.ApplicationMessage;
        (e.ProcessPublish, var granted) = (false, e.Response.ReasonCode);
        e.Response.ReasonCode = MqttPubAckReasonCode.NotAuthorized;
        if (!IsAllowed(Access.Write, e.ClientId, message.Topic)) return;

        if (message.Retain && !message.Payload.IsEmpty && !HasRoomForRetained(message.Payload.Length))
            e.Response.ReasonCode = MqttPubAckReasonCode.QuotaExceeded;
        else (e.ProcessPublish, e.Response.ReasonCode) = (true, granted);
    }

    private void OnEnqueuing(InterceptingClientApplicationMessageEnqueueEventArgs e)
    {
        e.AcceptEnqueue = false;
        if (!IsAllowed(Access.Read, e.ReceiverClientId, e.ApplicationMessage.Topic) || !_queues.TryGetValue(e.ReceiverClientId, out var queue)) return;

        e.AcceptEnqueue = queue.TryAdd(e.ApplicationMessage.Payload.Length);
        if (!e.AcceptEnqueue) LogQueueFull(_logger);
    }

    /// <summary>
    /// Asks again when the message goes out: it may have waited for a session that was away, or for a client that reads slowly, and
    /// retained messages come past <see cref="OnEnqueuing"/>.
    /// </summary>
    private void OnSending(InterceptingPacketEventArgs e)
    {
        if (e.Packet is not MqttPublishPacket packet) return;

        e.ProcessPacket = false;
        if (!_queues.TryGetValue(e.ClientId, out var queue)) return;

        var staysWithSession = packet.QualityOfServiceLevel > MqttQualityOfServiceLevel.AtMostOnce;
        queue.Left(packet.Payload.Length, staysWithSession);
        var decision = Decide(Access.Read, e.ClientId, packet.Topic, out var now);
        e.ProcessPacket = decision.Allowed;
        // One that is sent again, because it was not acknowledged, was counted.
        if (!packet.Dup) _gate.Delivered(decision, packet.Payload.Length, now);
        if (e.ProcessPacket || !staysWithSession || !queue.Withheld(packet.PacketIdentifier)) return;

        LogSessionEnded(_logger, OwnerOf(e.ClientId), BrokerLimits.MaxWithheldMessages);
        _ = Task.Run(() => EndSessionAsync(e.ClientId));
    }

    private void OnAcknowledged(ClientAcknowledgedPublishPacketEventArgs e)
    {
        if (_queues.TryGetValue(e.ClientId, out var queue)) queue.Acknowledged(e.PublishPacket.PacketIdentifier, e.PublishPacket.Payload.Length);
    }

    private void OnRetained(RetainedMessageChangedEventArgs e)
    {
        Interlocked.Exchange(ref _retainedMessages, e.StoredRetainedMessages.Count);
        Interlocked.Exchange(ref _retainedBytes, e.StoredRetainedMessages.Sum(message => message.Payload.Length));
    }

    private bool HasRoomForRetained(long bytes) =>
        Interlocked.Read(ref _retainedMessages) < BrokerLimits.MaxRetainedMessages
            && Interlocked.Read(ref _retainedBytes) + bytes <= BrokerLimits.MaxRetainedBytes;

    private async Task EndSessionAsync(string clientId)
    {
        try
        {
            var session = await _server.GetSessionAsync(clientId).ConfigureAwait(false);
            await session.DeleteAsync().ConfigureAwait(false);
        }
        catch (Exception problem)
        {
            LogDenied(_logger, "a session's end", problem);
        }
    }

    private bool IsAllowed(Access access, string clientId, string topicOrFilter) =>
        Decide(access, clientId, topicOrFilter, out _).Allowed;

    private Decision Decide(Access access, string clientId, string topicOrFilter, out RuleClock now)
    {
        now = default;
        try
        {
            now = _gate.Now;
            Span<byte> account = stackalloc byte[AccountName.MaxBytes];
            Span<byte> topic = stackalloc byte[3 * TopicFilter.MaxBytes];
            if (!TryEncode(ClientId.AccountOf(clientId.AsSpan()), account, out var accountLength)) return Decision.Deny(DenyReason.NotAnAccount);
            return topicOrFilter.Length <= TopicFilter.MaxBytes && TryEncode(topicOrFilter, topic, out var topicLength)
                ? _gate.Decide(access, account[..accountLength], topic[..topicLength], now)
                : Decision.Deny(DenyReason.InvalidTopic);
        }
        catch (Exception problem)
        {
            LogDenied(_logger, access.ToString(), problem);
            return Decision.Deny(DenyReason.NoRules);
        }
    }

    /// <summary>False also for what MQTTnet read where the bytes were no UTF-8: it puts U+FFFD there, and one name would stand for many.</summary>
    private static bool TryEncode(ReadOnlySpan<char> text, Span<byte> utf8, out int length) =>
        (Utf8.FromUtf16(text, utf8, out _, out length, replaceInvalidSequences: false) == OperationStatus.Done) & !text.Contains('\uFFFD');

    /// <summary>The rest of a client id is the client's invention, and nothing for a log.</summary>
    private static string OwnerOf(string clientId) => clientId[..Math.Min(clientId.Length, WalletName.Length)];

    private static byte[] Utf8Of(string? text) => text is null ? [] : Encoding.UTF8.GetBytes(text);

    [LoggerMessage(Level = LogLevel.Information, Message = "Embedded broker: rules are fresh: consumers are served")]
    private static partial void LogFresh(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Embedded broker: rules are stale: consumers are denied until the chain's head advances; providers go on")]
    private static partial void LogStale(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "Embedded broker: login refused: {Reason}, wallet {Wallet}")]
    private static partial void LogLoginRefused(ILogger logger, LoginResult reason, string wallet);

    [LoggerMessage(Level = LogLevel.Error, Message = "Embedded broker: {What} denied after an exception")]
    private static partial void LogDenied(ILogger logger, string what, Exception exception);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Embedded broker: too much waits for a client, one message was dropped")]
    private static partial void LogQueueFull(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Embedded broker: ended a session of {Wallet}: it kept more than {Messages} messages that may no longer be heard")]
    private static partial void LogSessionEnded(ILogger logger, string wallet, int messages);
}
