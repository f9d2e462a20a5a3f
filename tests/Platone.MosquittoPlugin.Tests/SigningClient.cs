using System.Text;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Platone.Cryptography;
using Platone.Policies;

namespace Platone.MosquittoPlugin.Tests;

/// <summary>Logs in by signing the broker's challenge, well or badly.</summary>
sealed class SigningClient(int port, PrivateKey key, string clientId) : IMqttEnhancedAuthenticationHandler, IAsyncDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();

    /// <summary>Whose name the client gives.</summary>
    public Address Claims { get; init; } = key.Address;

    /// <summary>Signs another text than it was given.</summary>
    public bool Spoils { get; init; }

    public string Method { get; init; } = WalletChallenge.Method;

    public string? Username { get; init; }

    public async Task<MqttClientConnectResultCode> Connect()
    {
        var options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithProtocolVersion(MqttProtocolVersion.V500).WithClientId(clientId)
            .WithEnhancedAuthentication(Method, Encoding.ASCII.GetBytes(Claims.ToString())).WithEnhancedAuthenticationHandler(this)
            .WithTimeout(TimeSpan.FromSeconds(20));
        if (Username is not null) options.WithCredentials(Username, "any");
        try
        {
            return (await _client.ConnectAsync(options.Build(), TestContext.Current.CancellationToken)).ResultCode;
        }
        catch (MqttCommunicationException)
        {
            return MqttClientConnectResultCode.UnspecifiedError; // refused by a cut connection
        }
    }

    public async Task<MqttClientSubscribeResultCode> Subscribe(string filter) =>
        (await _client.SubscribeAsync(filter, MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken)).Items.Single().ResultCode;

    public Task HandleEnhancedAuthenticationAsync(MqttEnhancedAuthenticationEventArgs eventArgs)
    {
        byte[] text = Spoils ? [.. eventArgs.AuthenticationData, 0] : eventArgs.AuthenticationData;
        return eventArgs.SendAsync(new() { Data = key.Sign(Eip191.Hash(text)).ToArray() }, eventArgs.CancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
