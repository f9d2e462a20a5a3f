using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Platone.Client;
using Platone.Protocol;
using Platone.Testing;

namespace Platone.Faults.Tests.Testing;

/// <summary>
/// A provider's devices behind one connection, as devices must be: what has no receipt is sent again, a connection that is lost is made
/// again, for ever. Every receipt is remembered.
/// </summary>
sealed class Fleet : IAsyncDisposable
{
    private const int MostUnanswered = 64;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RepeatAfter = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, (DeviceMessage Message, long SentAt)> _unanswered = new();
    private readonly ConcurrentDictionary<Measured, string> _receipted = new();
    private readonly ConcurrentQueue<string> _wrong = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly HttpClient _http;
    private readonly AccessClient _access;
    private readonly string _provider;
    private readonly Devices _devices;
    private readonly Task _running;
    private BrokerLogin? _login;
    private volatile bool _silent;
    private volatile string _lastFailure = "none";

    private Fleet(Party provider, Uri accessLayer, TimeProvider clock, int seed)
    {
        _provider = provider.Address;
        _devices = new(provider.Address, seed);
        _http = new() { BaseAddress = accessLayer, Timeout = TimeSpan.FromSeconds(5) };
        _access = new(_http, provider.Key, clock);
        _running = Task.Run(() => RunAsync(_stopping.Token));
    }

    /// <summary>What the framework gave its word for until now, with the value.</summary>
    public IReadOnlyDictionary<Measured, string> Receipted => _receipted.ToArray().ToDictionary();

    /// <param name="clock">What the devices sign their requests by: it must be near the framework's.</param>
    public static Fleet Start(Party provider, Uri accessLayer, TimeProvider clock, int seed) => new(provider, accessLayer, clock, seed);

    /// <summary>Returns when everything has its receipt that was sent until now, and something that is sent from now on.</summary>
    public async Task AnsweredAsync()
    {
        var (open, before) = (_unanswered.Keys.ToList(), _receipted.Count + _unanswered.Values.Sum(sent => sent.Message.Readings.Count));
        await Eventually.TrueAsync(
            () => !open.Exists(_unanswered.ContainsKey) && (_silent || _receipted.Count > before),
            () =>
                $"{open.Count(_unanswered.ContainsKey)} of {open.Count} messages were never receipted, {_receipted.Count} readings were; the devices' last "
                + $"failure: {_lastFailure}");
        Assert.Empty(_wrong);
    }

    /// <summary>Makes no new messages any more, and returns when all have their receipts.</summary>
    public async Task FinishAsync()
    {
        _silent = true;
        await AnsweredAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
        _http.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                _login ??= await _access.LoginAsync(cancellationToken);
                using var client = await ConnectAsync(_login, cancellationToken);
                while (client.IsConnected)
                {
                    await SendAsync(client, cancellationToken);
                    await Task.Delay(Pace, cancellationToken);
                }
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // Whatever it is: a device tries again.
                _lastFailure = $"{e.GetType().Name}: {e.Message}";
                await Task.Delay(Pace, cancellationToken);
            }
        }
    }

    private async Task<IMqttClient> ConnectAsync(BrokerLogin login, CancellationToken cancellationToken)
    {
        var client = new MqttClientFactory().CreateMqttClient();
        try
        {
            client.ApplicationMessageReceivedAsync += OnAnswerAsync;
            var options = new MqttClientOptionsBuilder()
                .WithTcpServer(login.Host, login.Port).WithProtocolVersion(MqttProtocolVersion.V500).WithTimeout(TimeSpan.FromSeconds(5))
                .WithCredentials(login.Username, login.Password).WithClientId(login.ClientIdPrefix + "fleet").Build();
            if ((await client.ConnectAsync(options, cancellationToken)).ResultCode is var connected and not MqttClientConnectResultCode.Success)
            {
                // The password may have run out.
                _login = null;
                throw new InvalidOperationException($"login: {connected}");
            }

            foreach (var topic in new[] { $"receipts/{_provider}/#", $"errors/{_provider}/#" })
            {
                var subscribed = await client.SubscribeAsync(topic, MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken);
                if (subscribed.Items.Single().ResultCode is var code and not MqttClientSubscribeResultCode.GrantedQoS1)
                    throw new InvalidOperationException($"{topic}: {code}");
            }

            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private async Task SendAsync(IMqttClient client, CancellationToken cancellationToken)
    {
        foreach (var (message, _) in _unanswered.Values.Where(sent => TimeProvider.System.GetElapsedTime(sent.SentAt) > RepeatAfter)) await SendAsync(message);
        if (_silent || _unanswered.Count >= MostUnanswered) return;

        // Known before the first is sent: a connection that breaks in between must not lose the others.
        var messages = _devices.Next();
        foreach (var message in messages) _unanswered[Payloads.HashOf(message.Payload)] = (message, 0);
        foreach (var message in messages) await SendAsync(message);

        async Task SendAsync(DeviceMessage message)
        {
            // A duplicate's first may have its receipt by now.
            var hash = Payloads.HashOf(message.Payload);
            if (_unanswered.TryGetValue(hash, out var sent)) _unanswered.TryUpdate(hash, (message, TimeProvider.System.GetTimestamp()), sent);
            await client.PublishBinaryAsync(
                $"ingest/{_provider}/{message.Device}", message.Payload, MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken: cancellationToken);
        }
    }

    private Task OnAnswerAsync(MqttApplicationMessageReceivedEventArgs arrived)
    {
        var (topic, payload) = (arrived.ApplicationMessage.Topic, arrived.ApplicationMessage.Payload.ToArray());
        using var answer = JsonDocument.Parse(payload);
        var hash = answer.RootElement.GetProperty("message").GetString()!;
        if (topic.StartsWith("errors/", StringComparison.Ordinal)) _wrong.Enqueue($"{topic}: {answer.RootElement}");
        else if (_unanswered.TryGetValue(hash, out var sent)) Remember(sent.Message, answer.RootElement.GetProperty("receipts"));
        _unanswered.TryRemove(hash, out _);
        return Task.CompletedTask;
    }

    private void Remember(DeviceMessage message, JsonElement receipts)
    {
        var streams = receipts.EnumerateArray().Select(receipt => $"{_provider}/{receipt.GetProperty("stream").GetString()}").Order(StringComparer.Ordinal);
        if (!streams.SequenceEqual(message.Readings.Select(reading => reading.What.Stream).Order(StringComparer.Ordinal)))
            _wrong.Enqueue($"receipts for other streams: {receipts}");
        foreach (var (what, value) in message.Readings) _receipted[what] = value;
    }
}
