using System.Net.Sockets;
using System.Text;
using Platone.Cryptography;

namespace Platone.MosquittoPlugin.Tests;

/// <summary>MQTT 3.1.1 by hand: sends what no client library would, and reads when it likes.</summary>
sealed class RawClient : IDisposable
{
    private const int SubAck = 0x90;

    private readonly TcpClient _connection;
    private readonly NetworkStream _stream;

    private RawClient(TcpClient connection) => (_connection, _stream) = (connection, connection.GetStream());

    public static async Task<RawClient> Connect(int port, Address wallet)
    {
        var connection = new TcpClient { ReceiveBufferSize = 1 << 16 };
        await connection.ConnectAsync("127.0.0.1", port);
        var client = new RawClient(connection);
        var (name, token) = (Encoding.ASCII.GetBytes(wallet.ToString()), Encoding.ASCII.GetBytes(Scene.Token(wallet)));
        await client.Send(0x10, [.. Field("MQTT"u8), 4, 0xC2, 0, 60, .. Field([.. name, .. "-raw"u8]), .. Field(name), .. Field(token)]);
        Assert.Equal([0, 0], (await client.Receive()).Body);
        return client;
    }

    /// <summary>Publishes with QoS 0 and returns when the broker has read it: it answers the ping behind it, or drops the connection.</summary>
    public async Task Publish(byte[] topic)
    {
        try
        {
            await Send(0x30, [.. Field(topic), .. "spoilt"u8]);
            await Send(0xC0, []);
            await Receive();
        }
        catch (IOException)
        {
            // Dropped, which is an answer too.
        }
    }

    /// <summary>Subscribes with QoS 0.</summary>
    public async Task Subscribe(params string[] filters)
    {
        await Send(0x82, [0, 1, .. filters.SelectMany(filter => (byte[])[.. Field(Encoding.UTF8.GetBytes(filter)), 0])]);
        var (type, body) = await Receive();
        Assert.Equal(SubAck, type);
        Assert.All(body[2..], code => Assert.Equal(0, code));
    }

    /// <summary>The next packet.</summary>
    /// <exception cref="IOException">The broker dropped the connection.</exception>
    public async Task<(byte Type, byte[] Body)> Receive()
    {
        var type = await ReadByte();
        var (length, shift) = (0, 0);
        byte next;
        do
        {
            next = await ReadByte();
            length |= (next & 0x7F) << shift;
            shift += 7;
        }
        while (next >= 0x80);

        var body = new byte[length];
        await _stream.ReadExactlyAsync(body, TestContext.Current.CancellationToken);
        return (type, body);
    }

    public void Dispose() => _connection.Dispose();

    private async Task<byte> ReadByte()
    {
        var one = new byte[1];
        await _stream.ReadExactlyAsync(one, TestContext.Current.CancellationToken);
        return one[0];
    }

    private async Task Send(byte type, byte[] body)
    {
        Assert.InRange(body.Length, 0, 16383);
        byte[] packet = body.Length < 128 ? [type, (byte)body.Length, .. body] : [type, (byte)(body.Length & 0x7F | 0x80), (byte)(body.Length >> 7), .. body];
        await _stream.WriteAsync(packet, TestContext.Current.CancellationToken);
    }

    private static byte[] Field(ReadOnlySpan<byte> bytes) => [(byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];
}
