using System.Threading.Channels;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Platone.MosquittoPlugin.Tests;

/// <summary>One MQTT 5 client of one wallet; keeps what it receives.</summary>
sealed class MqttWallet : IAsyncDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly Channel<string> _received = Channel.CreateUnbounded<string>();

    private MqttWallet(string name) => Name = name;

    public string Name { get; }

    public bool IsConnected => _client.IsConnected;

    public bool HasReceived => _received.Reader.TryPeek(out _);

    public bool SessionPresent { get; private set; }

    public static async Task<MqttWallet> Connect(int port, string username, string token, string clientId, bool persistent)
    {
        var wallet = new MqttWallet(username);
        wallet._client.ApplicationMessageReceivedAsync += arrived =>
        {
            wallet._received.Writer.TryWrite(arrived.ApplicationMessage.ConvertPayloadToString());
            return Task.CompletedTask;
        };
        var options = new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", port)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithCredentials(username, token)
            .WithClientId(clientId)
            .WithCleanStart(!persistent)
            .WithSessionExpiryInterval(persistent ? 3600u : 0u)
            .Build();
        var result = await wallet._client.ConnectAsync(options);
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
        return result.ReasonCode != MqttClientPublishReasonCode.NotAuthorized;
    }

    public async Task<string> Next()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        return await _received.Reader.ReadAsync(patience.Token);
    }

    /// <summary>Goes away; a persistent session stays with the broker.</summary>
    public async Task Disconnect() => await _client.DisconnectAsync(new MqttClientDisconnectOptions());

    public async ValueTask DisposeAsync()
    {
        if (_client.IsConnected) await Disconnect();
        _client.Dispose();
    }
}
