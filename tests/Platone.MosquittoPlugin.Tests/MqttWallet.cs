using System.Threading.Channels;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Platone.MosquittoPlugin.Tests;

/// <summary>One MQTT 5 client of one wallet; keeps what it receives.</summary>
sealed class MqttWallet : IAsyncDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly Channel<string> _received = Channel.CreateUnbounded<string>();

    private bool _broken;

    private MqttWallet(string name) => Name = name;

    public string Name { get; }

    public bool IsConnected => !_broken && _client.IsConnected;

    public bool HasReceived => _received.Reader.TryPeek(out _);

    public bool SessionPresent { get; private set; }

    public static async Task<MqttWallet> Connect(int port, string username, string token, string clientId, bool persistent, bool acknowledges = true,
        Will? will = null)
    {
        var wallet = new MqttWallet(username);
        wallet._client.ApplicationMessageReceivedAsync += arrived =>
        {
            (arrived.AutoAcknowledge, arrived.ProcessingFailed) = (acknowledges, false);
            wallet._received.Writer.TryWrite(arrived.ApplicationMessage.ConvertPayloadToString());
            return Task.CompletedTask;
        };
        var builder = new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", port)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithCredentials(username, token)
            .WithClientId(clientId)
            .WithCleanStart(!persistent)
            .WithSessionExpiryInterval(persistent ? 3600u : 0u)
            .WithTcpServer(tcp => tcp.BufferSize = 1 << 20);
        if (will is not null)
            builder.WithWillTopic(will.Topic).WithWillPayload(will.Payload).WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        var result = await wallet._client.ConnectAsync(builder.Build());
        wallet.SessionPresent = result.IsSessionPresent;
        return wallet;
    }

    /// <summary>Whether the broker granted it.</summary>
    public async Task<bool> Subscribe(string filter)
    {
        var result = await _client.SubscribeAsync(filter, MqttQualityOfServiceLevel.AtLeastOnce);
        return result.Items.Single().ResultCode <= MqttClientSubscribeResultCode.GrantedQoS2;
    }

    /// <summary>Whether the broker took it; Mosquitto hands a message on before it acknowledges.</summary>
    public async Task<bool> Publish(string topic, string payload, bool retain = false)
    {
        var result = await _client.PublishStringAsync(topic, payload, MqttQualityOfServiceLevel.AtLeastOnce, retain);
        return result.ReasonCode is not (MqttClientPublishReasonCode.NotAuthorized or MqttClientPublishReasonCode.QuotaExceeded);
    }

    /// <summary>Whether the broker took it.</summary>
    public async Task<bool> Publish(string topic, byte[] payload)
    {
        var result = await _client.PublishBinaryAsync(topic, payload, MqttQualityOfServiceLevel.AtLeastOnce);
        return result.ReasonCode is not (MqttClientPublishReasonCode.NotAuthorized or MqttClientPublishReasonCode.QuotaExceeded);
    }

    public async Task<string> Next()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        return await _received.Reader.ReadAsync(patience.Token);
    }

    /// <summary>Goes away; a persistent session stays with the broker.</summary>
    public async Task Disconnect() => await _client.DisconnectAsync(new MqttClientDisconnectOptions());

    /// <summary>Falls away as after a cut cable: the broker publishes its will.</summary>
    public void Break()
    {
        _broken = true;
        _client.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (_broken) return;

        try
        {
            if (_client.IsConnected) await Disconnect();
        }
        catch (MqttCommunicationException)
        {
            // The broker cut it off, and the client had not noticed yet.
        }

        _client.Dispose();
    }
}

/// <summary>What the broker publishes for a client that falls away.</summary>
sealed record Will(string Topic, string Payload);
