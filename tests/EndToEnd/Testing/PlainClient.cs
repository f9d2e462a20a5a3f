using System.Buffers;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Platone.Protocol;

namespace Platone.Testing;

/// <summary>An MQTT 5 client that knows nothing of the framework but its login.</summary>
sealed class PlainClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly Channel<Heard> _heard = Channel.CreateUnbounded<Heard>();

    private PlainClient()
    {
    }

    /// <summary>Whether it is, and always was since it connected.</summary>
    public bool StayedConnected { get; private set; } = true;

    public bool HasHeard => _heard.Reader.TryPeek(out _);

    /// <param name="name">Tells the wallet's clients apart.</param>
    /// <param name="roots">Whom it believes where the login says mqtts.</param>
    /// <param name="certificate">What it shows to a broker that asks.</param>
    public static async Task<PlainClient> ConnectAsync(
        BrokerLogin login, string name, X509Certificate2Collection? roots = null, X509Certificate2? certificate = null)
    {
        var client = new PlainClient();
        client._client.ApplicationMessageReceivedAsync += arrived =>
        {
            client._heard.Writer.TryWrite(new(arrived.ApplicationMessage.Topic, arrived.ApplicationMessage.Payload.ToArray()));
            return Task.CompletedTask;
        };
        var options = new MqttClientOptionsBuilder()
            .WithTcpServer(login.Host, login.Port).WithProtocolVersion(MqttProtocolVersion.V500)
            .WithCredentials(login.Username, login.Password).WithClientId(login.ClientIdPrefix + name);
        if (login.Scheme == "mqtts")
        {
            options.WithTlsOptions(tls => tls.WithTrustChain(roots).WithRevocationMode(X509RevocationMode.NoCheck)
                .WithClientCertificates(certificate is null ? [] : new X509Certificate2Collection(certificate)));
        }

        var connected = await client._client.ConnectAsync(options.Build(), TestContext.Current.CancellationToken);
        Assert.Equal(MqttClientConnectResultCode.Success, connected.ResultCode);
        client._client.DisconnectedAsync += _ =>
        {
            client.StayedConnected = false;
            return Task.CompletedTask;
        };
        return client;
    }

    public async Task<MqttClientSubscribeResultCode> SubscribeAsync(string filter) =>
        (await _client.SubscribeAsync(filter, MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken)).Items.Single().ResultCode;

    /// <summary>Subscribes to what has just been granted: the broker's table follows the chain by a moment.</summary>
    public Task GrantedAsync(string filter) => Eventually.TrueAsync(
        async () => await SubscribeAsync(filter) == MqttClientSubscribeResultCode.GrantedQoS1, () => $"the broker never let it subscribe to {filter}");

    public async Task<MqttClientPublishReasonCode> PublishAsync(string topic, byte[] payload)
    {
        var published = await _client.PublishBinaryAsync(
            topic, payload, MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken: TestContext.Current.CancellationToken);
        return published.ReasonCode;
    }

    public async Task<Heard> NextAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        return await _heard.Reader.ReadAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_client.IsConnected) await _client.DisconnectAsync(new MqttClientDisconnectOptions());
        }
        catch (MqttCommunicationException)
        {
            // The broker cut it off, and the client had not noticed yet.
        }

        _client.Dispose();
    }
}

readonly record struct Heard(string Topic, byte[] Payload)
{
    public T As<T>(JsonTypeInfo<T> type) => JsonSerializer.Deserialize(Payload, type) ?? throw new JsonException("null");
}
