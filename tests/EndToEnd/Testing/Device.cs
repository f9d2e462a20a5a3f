using MQTTnet;
using Platone.Protocol;

namespace Platone.Testing;

/// <summary>A provider's devices behind one plain connection: sends a payload and waits for what is answered on the bus.</summary>
sealed class Device : IAsyncDisposable
{
    private readonly PlainClient _client;
    private readonly string _provider;

    private Device(PlainClient client, string provider) => (_client, _provider) = (client, provider);

    /// <param name="name">Tells the provider's connections apart; their answers are the same, so each hears those of the others too.</param>
    public static async Task<Device> ConnectAsync(Party provider, string name)
    {
        var client = await provider.ConnectAsync(name);
        await client.GrantedAsync($"receipts/{provider.Address}/#");
        await client.GrantedAsync($"errors/{provider.Address}/#");
        return new(client, provider.Address);
    }

    /// <summary>Sends one message and waits for its receipts.</summary>
    public async Task<ReceiptMessage> SendAsync(string device, byte[] payload)
    {
        var answer = await AnswerAsync(device, payload);
        return answer.Topic.StartsWith("receipts/", StringComparison.Ordinal)
            ? answer.As(ProtocolJson.Default.ReceiptMessage)
            : throw new InvalidOperationException($"refused: {answer.As(ProtocolJson.Default.ErrorMessage)}");
    }

    /// <summary>Sends one message that must be refused, and waits for the reason.</summary>
    public async Task<ErrorMessage> RefusedAsync(string device, byte[] payload)
    {
        var answer = await AnswerAsync(device, payload);
        Assert.Equal($"errors/{_provider}/{device}", answer.Topic);
        return answer.As(ProtocolJson.Default.ErrorMessage);
    }

    /// <summary>Sends one message and waits for the next answer to just this payload.</summary>
    public async Task<Heard> AnswerAsync(string device, byte[] payload)
    {
        Assert.Equal(MqttClientPublishReasonCode.Success, await _client.PublishAsync($"ingest/{_provider}/{device}", payload));
        var hash = Payloads.HashOf(payload);
        while (true)
        {
            var heard = await _client.NextAsync();
            if (System.Text.Encoding.UTF8.GetString(heard.Payload).Contains(hash, StringComparison.Ordinal)) return heard;
        }
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
