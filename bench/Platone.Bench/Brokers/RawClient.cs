using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Platone.Bench.Brokers;

/// <summary>
/// MQTT 3.1.1 on a bare socket, with no more than a load needs, so that a broker is measured and not a client library. Blocks; one thread at a time.
/// </summary>
sealed class RawClient : IDisposable
{
    private const byte ConnAck = 0x20, Publish = 0x30, PubAck = 0x40, SubAck = 0x90;
    private const int FiltersInOnePacket = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 << 10];
    private readonly byte[] _acknowledgements = new byte[4 << 10];
    private int _start;
    private int _end;

    private RawClient()
    {
        _socket.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        _socket.SendTimeout = (int)Patience.TotalMilliseconds;
    }

    /// <summary>As <see cref="Connect"/>, without a thread that waits.</summary>
    public static async Task<RawClient> ConnectAsync(int port, string wallet, string token, string name, CancellationToken cancellationToken)
    {
        var client = new RawClient();
        try
        {
            await client._socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            await client._socket.SendAsync(ConnectPacket(wallet, token, name), cancellationToken);
            for (var answer = client._buffer.AsMemory(0, 4); !answer.IsEmpty;)
            {
                var count = await client._socket.ReceiveAsync(answer, cancellationToken);
                answer = count > 0 ? answer[count..] : throw new IOException("The broker ended the connection.");
            }

            return client._buffer[3] == 0 ? client : throw new IOException($"The broker refused {wallet} with code {client._buffer[3]}.");
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <exception cref="IOException">The broker refused the login, or did not answer.</exception>
    public static RawClient Connect(int port, string wallet, string token, string name)
    {
        var client = new RawClient();
        try
        {
            client._socket.Connect(IPAddress.Loopback, port);
            client.Send(ConnectPacket(wallet, token, name));
            client.Expect(ConnAck, out var body);
            return body[1] == 0 ? client : throw new IOException($"The broker refused {wallet} with code {body[1]}.");
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    public static byte[] ConnectPacket(string wallet, string token, string name) =>
        Packet(0x10, [.. Text("MQTT"), 4, 0xC2, 0, 0, .. Text($"{wallet}-{name}"), .. Text(wallet), .. Text(token)]);

    /// <param name="packetIdentifier">For QoS 1; null is QoS 0.</param>
    public static byte[] PublishPacket(string topic, ReadOnlySpan<byte> payload, ushort? packetIdentifier = null)
    {
        byte[] identifier = packetIdentifier is { } id ? [(byte)(id >> 8), (byte)id] : [];
        return Packet((byte)(Publish | (packetIdentifier is null ? 0 : 2)), [.. Text(topic), .. identifier, .. payload]);
    }

    /// <exception cref="IOException">The broker refused a filter.</exception>
    public void Subscribe(IEnumerable<string> filters, byte qos)
    {
        foreach (var some in filters.Chunk(FiltersInOnePacket))
        {
            Send(Packet(0x82, [0, 1, .. some.SelectMany(filter => (byte[])[.. Text(filter), qos])]));
            Expect(SubAck, out var body);
            if (body[2..].ContainsAnyInRange((byte)3, byte.MaxValue))
                throw new IOException($"The broker refused one of {some.Length} filters, the first of which is {some[0]}.");
        }
    }

    public void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[_socket.Send(bytes)..];
    }

    /// <summary>
    /// Reads so many publications, and acknowledges those that ask for it. Sleeps until all of them wait: otherwise every message that a broker sends
    /// may wake this client, and the broker pays for that, a slow one more often than a fast one.
    /// </summary>
    /// <param name="packetBytes">Of each publication.</param>
    public void ReadPublications(int count, int packetBytes)
    {
        var acknowledgements = 0;
        while (count > 0)
        {
            while (count > 0 && TryTake(out var type, out var body))
            {
                if ((type & 0xF0) != Publish) continue;

                count--;
                if ((type & 0x06) != 0) Acknowledge(body, ref acknowledgements);
            }

            Flush(ref acknowledgements);
            if (count == 0) return;

            _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveLowWater, (count * packetBytes) - (_end - _start));
            _socket.Poll(Patience, SelectMode.SelectRead);
            Fill();
        }
    }

    /// <summary>Hears what comes, acknowledges what asks for it, and discards the rest, until the connection ends.</summary>
    public async Task ListenAsync(PublicationHeard heard, CancellationToken cancellationToken)
    {
        while (true)
        {
            Take(heard);
            MakeRoom();
            var count = await _socket.ReceiveAsync(_buffer.AsMemory(_end), cancellationToken);
            _end += count > 0 ? count : throw new IOException("The broker ended the connection.");
        }
    }

    /// <summary>Reads so many acknowledgements of own publications.</summary>
    public void ReadAcknowledgements(int count)
    {
        while (count > 0)
        {
            if (!TryTake(out var type, out _)) Fill();
            else if (type == PubAck) count--;
        }
    }

    public void Dispose() => _socket.Dispose();

    private void Take(PublicationHeard heard)
    {
        var acknowledgements = 0;
        while (TryTake(out var type, out var body))
        {
            if ((type & 0xF0) != Publish) continue;

            var topicLength = BinaryPrimitives.ReadUInt16BigEndian(body);
            var asksForIt = (type & 0x06) != 0;
            heard(body.Slice(2, topicLength), body[(2 + topicLength + (asksForIt ? 2 : 0))..]);
            if (asksForIt) Acknowledge(body, ref acknowledgements);
        }

        Flush(ref acknowledgements);
    }

    private void Acknowledge(ReadOnlySpan<byte> publication, ref int length)
    {
        var identifierAt = 2 + BinaryPrimitives.ReadUInt16BigEndian(publication);
        _acknowledgements[length++] = PubAck;
        _acknowledgements[length++] = 2;
        publication.Slice(identifierAt, 2).CopyTo(_acknowledgements.AsSpan(length));
        length += 2;
        if (length > _acknowledgements.Length - 4) Flush(ref length);
    }

    private void Flush(ref int length)
    {
        Send(_acknowledgements.AsSpan(0, length));
        length = 0;
    }

    private void Expect(byte wanted, out ReadOnlySpan<byte> body)
    {
        while (true)
        {
            if (!TryTake(out var type, out body)) Fill();
            else if (type == wanted) return;
        }
    }

    /// <summary>The next packet, where all of it is there.</summary>
    private bool TryTake(out byte type, out ReadOnlySpan<byte> body)
    {
        type = 0;
        body = default;
        var unread = _buffer.AsSpan(_start, _end - _start);
        var (length, at) = (0, 1);
        while (true)
        {
            if (at >= unread.Length) return false;

            length |= (unread[at] & 0x7F) << (7 * (at - 1));
            if (unread[at++] < 0x80) break;
        }

        if (unread.Length < at + length) return false;

        type = unread[0];
        body = unread.Slice(at, length);
        _start += at + length;
        return true;
    }

    private void MakeRoom()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
    }

    private void Fill()
    {
        MakeRoom();
        var count = _socket.Receive(_buffer.AsSpan(_end));
        _end += count > 0 ? count : throw new IOException("The broker ended the connection.");
    }

    private static byte[] Packet(byte type, ReadOnlySpan<byte> body)
    {
        Span<byte> header = stackalloc byte[5];
        header[0] = type;
        var (at, left) = (1, body.Length);
        do
        {
            header[at++] = (byte)((left & 0x7F) | (left > 0x7F ? 0x80 : 0));
            left >>= 7;
        }
        while (left > 0);

        return [.. header[..at], .. body];
    }

    private static byte[] Text(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return [(byte)(utf8.Length >> 8), (byte)utf8.Length, .. utf8];
    }
}

/// <summary>Told each publication that a client hears.</summary>
delegate void PublicationHeard(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload);
