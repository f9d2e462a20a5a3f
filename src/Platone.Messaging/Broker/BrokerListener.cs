using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Implementations;
using MQTTnet.Server;
using Platone.Tls;

namespace Platone.Messaging.Broker;

/// <summary>Takes connections, so many at once, each behind a <see cref="BoundedChannel"/>; with TLS, those that come through its handshake.</summary>
/// <param name="tls">Null: in plain text.</param>
sealed partial class BrokerListener(IPEndPoint endpoint, ServerTls? tls, TimeProvider time, ILogger logger) : IMqttServerAdapter
{
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);

    private readonly Socket _listener = new(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
    private readonly SemaphoreSlim _places = new(BrokerLimits.MaxConnections);
    private readonly CancellationTokenSource _stopping = new();
    private Task _accepting = Task.CompletedTask;

    public Func<IMqttChannelAdapter, Task>? ClientHandler { get; set; }

    public Task StartAsync(MqttServerOptions options, IMqttNetLogger mqttLogger)
    {
        _listener.Bind(endpoint);
        _listener.Listen();
        _accepting = AcceptAsync(options, mqttLogger, _stopping.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync(MqttServerOptions options, IMqttNetLogger mqttLogger, CancellationToken cancellationToken)
    {
        while (true)
        {
            await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (await TryAcceptAsync(cancellationToken).ConfigureAwait(false) is { } connection)
            {
                _ = ServeAsync(connection, options, mqttLogger);
                continue;
            }

            _places.Release();
            await Task.Delay(TryAgainAfter, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Socket?> TryAcceptAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _listener.AcceptAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotAccepted(logger, e.Message);
            return null;
        }
    }

    private async Task ServeAsync(Socket connection, MqttServerOptions options, IMqttNetLogger mqttLogger)
    {
        try
        {
            // Without it QoS 1 runs into Nagle and delayed acknowledgements, 40 ms a round.
            connection.NoDelay = true;
            var stream = new NetworkStream(connection, ownsSocket: true);
            using var channel = new BoundedChannel(tls is null
                ? new MqttTcpChannel(stream, connection.RemoteEndPoint, connection.LocalEndPoint, clientCertificate: null)
                : await SecureAsync(stream, tls).ConfigureAwait(false));
            var formatter = new MqttPacketFormatterAdapter(new MqttBufferWriter(options.WriterBufferSize, options.WriterBufferSizeMax));
            using var adapter = new MqttChannelAdapter(channel, formatter, mqttLogger);
            if (ClientHandler is { } serve) await serve(adapter).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // One connection's trouble is its own.
            LogConnectionFailed(logger, e.Message);
        }
        finally
        {
            connection.Dispose();
            _places.Release();
        }
    }

    /// <summary>The handshake has to be over as soon as a login must be.</summary>
    private async Task<MqttTcpChannel> SecureAsync(NetworkStream plain, ServerTls server)
    {
        var secure = new SslStream(plain);
        try
        {
            using var patience = new CancellationTokenSource(BrokerLimits.LoginTime, time);
            await secure.AuthenticateAsServerAsync(server.ForConnection(), patience.Token).ConfigureAwait(false);
            return new(secure, plain.Socket.RemoteEndPoint, plain.Socket.LocalEndPoint, secure.RemoteCertificate as X509Certificate2);
        }
        catch
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The embedded broker takes no connection: {Reason}")]
    private static partial void LogNotAccepted(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The embedded broker dropped a connection: {Reason}")]
    private static partial void LogConnectionFailed(ILogger logger, string reason);
}
