using System.Buffers;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Channel;
using MQTTnet.Exceptions;

namespace Platone.Messaging.Broker;

/// <summary>
/// A connection that refuses packets which announce more than they may have. MQTTnet takes the memory for what a packet's fixed header
/// announces, up to 256 MiB, before the sender has logged in; so the header is read along here (MQTT 5.0, section 2.1), before the library
/// sees its end.
/// </summary>
sealed class BoundedChannel(IMqttChannel inner) : IMqttChannel
{
    private int _limit = BrokerLimits.MaxFirstPacketBytes;
    private long _bodyBytesLeft;
    private int _lengthShift = -1; // -1: the next byte is the packet's type
    private int _length;

    public X509Certificate2 ClientCertificate => inner.ClientCertificate;

    public EndPoint RemoteEndPoint => inner.RemoteEndPoint;

    public EndPoint LocalEndPoint => inner.LocalEndPoint;

    public bool IsSecureConnection => inner.IsSecureConnection;

    public Task ConnectAsync(CancellationToken cancellationToken) => inner.ConnectAsync(cancellationToken);

    public Task DisconnectAsync(CancellationToken cancellationToken) => inner.DisconnectAsync(cancellationToken);

    /// <exception cref="MqttProtocolViolationException">A packet is longer than it may be.</exception>
    public async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        var read = await inner.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false);
        Follow(buffer.AsSpan(offset, read));
        return read;
    }

    public Task WriteAsync(ReadOnlySequence<byte> buffer, bool isEndOfPacket, CancellationToken cancellationToken) =>
        inner.WriteAsync(buffer, isEndOfPacket, cancellationToken);

    public void Dispose() => inner.Dispose();

    private void Follow(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_bodyBytesLeft > 0)
            {
                var skipped = (int)Math.Min(_bodyBytesLeft, bytes.Length);
                _bodyBytesLeft -= skipped;
                bytes = bytes[skipped..];
                continue;
            }

            FollowHeader(bytes[0]);
            bytes = bytes[1..];
        }
    }

    private void FollowHeader(byte next)
    {
        if (_lengthShift < 0)
        {
            (_lengthShift, _length) = (0, 0);
            return;
        }

        _length |= (next & 0x7F) << _lengthShift;
        _lengthShift += 7;
        if (_length > _limit) throw new MqttProtocolViolationException($"Expected a packet of at most {_limit} bytes, found one of {_length} or more.");
        if ((next & 0x80) != 0)
        {
            if (_lengthShift > 21) throw new MqttProtocolViolationException("Expected a packet's length in at most four bytes, found more.");
            return;
        }

        (_bodyBytesLeft, _lengthShift, _limit) = (_length, -1, BrokerLimits.MaxPacketBytes);
    }
}
