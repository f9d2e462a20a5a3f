using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Platone.Policies;

namespace Platone.MosquittoPlugin.Tests;

public sealed class MosquittoHostilePacketTests() : HostilePacketTests(BrokerKind.Mosquitto);

public sealed class EmbeddedHostilePacketTests() : HostilePacketTests(BrokerKind.Embedded);

/// <summary>
/// Damaged CONNECT and AUTH packets with a subscription and a publication behind them in the same bytes, or these damaged behind a good login: no broker ends,
/// nobody gets in without a token of its own, nobody gets what no grant gives.
/// </summary>
public abstract class HostilePacketTests
{
    private const int FirstSeed = 20_260_104;
    private const int AtOnce = 8;
    private const byte ConnAck = 0x20, SubAck = 0x90, Publish = 0x30;

    private static readonly int Cases = Environment.GetEnvironmentVariable("PLATONE_LONG") == "1" ? 200_000 : 4_000;
    private static readonly byte[][] Pieces =
    [
        [0], [0, 0], [0xFF, 0xFF], [0x10], [0x80, 0x80, 0x80, 0x80, 0x01], [0xC0, 0xAF], [0xED, 0xA0, 0x80], Encoding.ASCII.GetBytes("MQTT"),
        Encoding.ASCII.GetBytes("$SYS/#"), Encoding.ASCII.GetBytes("#"), Encoding.ASCII.GetBytes(Scene.Operator.ToString()),
        Encoding.ASCII.GetBytes(Scene.Provider.ToString()), [0x15, 0, 0], [0x16, 0, 4, 1, 2, 3, 4], [0x26, 0, 1, (byte)'a', 0, 1, (byte)'b'], new byte[300],
    ];

    private readonly BrokerKind _kind;

    private protected HostilePacketTests(BrokerKind kind) => _kind = kind;

    [Fact]
    public async Task A_damaged_login_ends_no_broker_and_opens_nothing()
    {
        await using var scene = await Scene.Open(_kind, Scene.Grant(1, Scene.Data("granted/raw")));
        var @operator = await scene.Connect(Scene.Operator);
        Assert.True(await @operator.Subscribe("#"));
        var (genuine, forged) = (Scene.Token(Scene.Consumer), Scene.Token(Scene.Stranger));
        var letIn = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(FirstSeed, Cases),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
            async (seed, cancellationToken) =>
            {
                var random = new Random(seed);
                var isSigning = random.Next(4) == 0;
                var isGenuine = !isSigning && random.Next(2) == 0;
                var packets = isSigning
                    ? Damaged(random, Signing(random))
                    : Damaged(random, version: random.Next(2) == 0 ? (byte)4 : (byte)5, isGenuine ? genuine : forged);
                var answers = await Exchange(scene.Broker.Port, packets, cancellationToken);
                if (answers.Exists(answer => answer.Type == ConnAck && answer.Body is [_, 0, ..]))
                {
                    Interlocked.Increment(ref letIn);
                    Assert.True(isGenuine, $"Seed {seed}: let in without a token of its own by {Convert.ToHexString(packets)}");
                }

                // Of version 5, properties come first: none, as one byte 0. The answer to the login tells which version the broker heard.
                var codesAt = answers.Any(answer => answer.Type == ConnAck && answer.Body.Length > 2) ? 3 : 2;
                foreach (var answer in answers)
                {
                    var isGranted = answer.Type == SubAck && answer.Body.Skip(codesAt).Any(code => code < 0x80);
                    Assert.False(isGranted, $"Seed {seed}: was granted a topic by {Convert.ToHexString(packets)}");
                    Assert.False((answer.Type & 0xF0) == Publish, $"Seed {seed}: heard a message after {Convert.ToHexString(packets)}");
                }
            });

        // Else the packets would all be refused for their form, and the rules never asked.
        Assert.InRange(letIn, Cases / 10, Cases);
        Assert.True(await @operator.Publish(Scene.Data("m2/raw"), "the broker is well"));
        Assert.Equal("the broker is well", await @operator.Next());
    }

    /// <summary>A login of the consumer with a will that it may not publish.</summary>
    private static byte[] Connect(byte version, string token)
    {
        byte[] properties = version == 5 ? [5, 0x11, 0, 0, 0, 0] : [];
        byte[] willProperties = version == 5 ? [0] : [];
        return Packet(0x10,
        [
            .. Field("MQTT"), version, 0xC6, 0, 60, .. properties, .. Field($"{Scene.Consumer}-{Guid.NewGuid():N}"), .. willProperties,
            .. Field($"ingest/{Scene.Provider}/m1"), .. Field("forged will"), .. Field(Scene.Consumer.ToString()), .. Field(token),
        ]);
    }

    /// <summary>A login by a signature (MQTT 5, section 4.12) that nobody made, without waiting for what is to be signed.</summary>
    private static byte[] Signing(Random random)
    {
        byte[] method = [0x15, .. Field(WalletChallenge.Method), 0x16];
        byte[] login = [.. method, .. Field(Scene.Consumer.ToString())];
        var signature = new byte[random.Next(8) == 0 ? random.Next(300) : 65];
        random.NextBytes(signature);
        byte[] answer = [.. method, (byte)(signature.Length >> 8), (byte)signature.Length, .. signature];
        byte[] name = Field($"{Scene.Consumer}-{Guid.NewGuid():N}");
        return
        [
            .. Packet(0x10, [.. Field("MQTT"), 5, 0x02, 0, 60, (byte)login.Length, .. login, .. name]),
            .. Packet(0xF0, [0x18, .. VariableLength(answer.Length), .. answer]), .. Subscribe(version: 5), .. Forgery(version: 5),
        ];
    }

    private static byte[] Subscribe(byte version)
    {
        byte[] properties = version == 5 ? [0] : [];
        return Packet(0x82, [0, 1, .. properties, .. Field(Scene.Data("m2/raw")), 0]);
    }

    private static byte[] Forgery(byte version)
    {
        byte[] properties = version == 5 ? [0] : [];
        return Packet(0x30, [.. Field($"ingest/{Scene.Provider}/m1"), .. properties, .. "forged"u8]);
    }

    /// <summary>Damaged is the login, or what comes behind a good one.</summary>
    private static byte[] Damaged(Random random, byte version, string token)
    {
        var login = Connect(version, token);
        byte[] rest = [.. Subscribe(version), .. Forgery(version)];
        return random.Next(3) == 0 ? [.. login, .. Damaged(random, rest)] : [.. Damaged(random, login), .. rest];
    }

    private static byte[] Damaged(Random random, byte[] packet)
    {
        for (var count = random.Next(1, 4); count > 0 && packet.Length > 1; count--)
        {
            var at = random.Next(packet.Length);
            var end = Math.Min(packet.Length, at + random.Next(1, 60));
            packet = random.Next(8) switch
            {
                0 => [.. packet[..at], .. packet[end..]],
                1 => packet[..Math.Max(1, at)],
                2 => [.. packet[..end], .. packet[at..]],
                3 => WithRightLength([.. packet[..at], .. Pieces[random.Next(Pieces.Length)], .. packet[at..]]),
                4 => [.. packet[..at], .. Pieces[random.Next(Pieces.Length)], .. packet[at..]],
                5 => [.. packet[..at], (byte)random.Next(256), .. packet[(at + 1)..]],
                // Flags, keep-alive and the first lengths: where most of a login's meaning is.
                6 when packet.Length > 20 => Flipped(packet, random.Next(2, 20), random),
                _ => Flipped(packet, at, random),
            };
        }

        return packet;
    }

    private static byte[] Flipped(byte[] packet, int at, Random random) => [.. packet[..at], (byte)(packet[at] ^ (1 << random.Next(8))), .. packet[(at + 1)..]];

    /// <summary>The packet's own length is made to fit again, so that the damage is inside.</summary>
    private static byte[] WithRightLength(byte[] packet)
    {
        var body = 1;
        while (body < Math.Min(5, packet.Length - 1) && packet[body] >= 0x80) body++;
        return Packet(packet[0], packet[Math.Min(packet.Length, body + 1)..]);
    }

    /// <summary>Sends all, says that no more comes, and hears the broker out.</summary>
    private static async Task<List<(byte Type, byte[] Body)>> Exchange(int port, byte[] packets, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var heard = new MemoryStream();
        await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        try
        {
            for (var left = packets.AsMemory(); !left.IsEmpty;) left = left[await socket.SendAsync(left, cancellationToken)..];
            socket.Shutdown(SocketShutdown.Send);
            var chunk = new byte[1024];
            for (var count = 1; count > 0; heard.Write(chunk, 0, count)) count = await socket.ReceiveAsync(chunk, cancellationToken);
        }
        catch (SocketException)
        {
            // The broker cut it off, which is its right.
        }

        return Split(heard.ToArray());
    }

    private static List<(byte, byte[])> Split(byte[] bytes)
    {
        var packets = new List<(byte, byte[])>();
        for (var at = 0; at + 1 < bytes.Length;)
        {
            var (start, length, shift) = (at, 0, 0);
            do
            {
                length |= (bytes[++at] & 0x7F) << shift;
                shift += 7;
            }
            while (bytes[at] >= 0x80);

            var end = Math.Min(bytes.Length, at + 1 + length);
            packets.Add((bytes[start], bytes[(at + 1)..end]));
            at = end;
        }

        return packets;
    }

    private static byte[] Packet(byte type, byte[] body) => [type, .. VariableLength(body.Length), .. body];

    private static byte[] VariableLength(int number)
    {
        var length = new List<byte>();
        do
        {
            length.Add((byte)((number & 0x7F) | (number > 0x7F ? 0x80 : 0)));
            number >>= 7;
        }
        while (number > 0);

        return [.. length];
    }

    private static byte[] Field(string text)
    {
        var field = new byte[2 + text.Length];
        BinaryPrimitives.WriteUInt16BigEndian(field, (ushort)text.Length);
        Encoding.ASCII.GetBytes(text, field.AsSpan(2));
        return field;
    }
}
