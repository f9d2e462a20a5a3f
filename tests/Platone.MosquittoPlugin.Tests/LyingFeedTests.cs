using System.Net.Sockets;
using System.Text;
using Platone.Policies;

namespace Platone.MosquittoPlugin.Tests;

/// <summary>
/// Whoever serves the feed's socket sends nonsense: the broker lives on with the rules that it has, and nothing of a snapshot that was not complete
/// ever counts. What feeds may be changed into is told in more detail by the tests of <see cref="FeedReader"/>.
/// </summary>
public sealed class LyingFeedTests
{
    private const int FirstSeed = 20_260_105;
    private const int GrantsInALie = 20_000;

    private static readonly int Lies = Environment.GetEnvironmentVariable("PLATONE_LONG") == "1" ? 100 : 5;
    private static readonly string Topic = Scene.Data("m1/raw");
    private static readonly string Coveted = Scene.Data("m2/raw");

    [Fact]
    public async Task Nothing_that_no_complete_snapshot_says_ever_counts()
    {
        await using var plugin = await PluginScene.Open(Scene.Grant(1, Topic));
        var scene = plugin.Scene;
        var @operator = await scene.Connect(Scene.Operator);
        var (consumer, stranger) = (await scene.Connect(Scene.Consumer), await scene.Connect(Scene.Stranger));
        Assert.True(await consumer.Subscribe(Topic));

        plugin.Feed.Close();
        using (var liar = new Liar(Path.Combine(scene.Folder, "feed.sock")))
        {
            for (var seed = FirstSeed; seed < FirstSeed + Lies; seed++)
            {
                await liar.Tell(Lie(kind: seed - FirstSeed, new(seed)));
                Assert.False(await stranger.Subscribe(Coveted), $"Seed {seed}: a lie opened {Coveted}");
                Assert.False(await stranger.Publish($"ingest/{Scene.Stranger}/m1", "forged"), $"Seed {seed}: a lie made a provider");
                Assert.True(await @operator.Publish(Topic, $"{seed}"));
                Assert.Equal($"{seed}", await consumer.Next());
            }
        }

        plugin.Feed.Open();
        await scene.WaitForLog("feed connected", times: 2);
        Assert.False(await stranger.Subscribe(Coveted));
        Assert.True(await consumer.Subscribe(Topic));
    }

    /// <summary>A snapshot that gives a stranger everything, and is not one.</summary>
    private static byte[] Lie(int kind, Random random)
    {
        var lines = FeedWriter.Lines(new(
            0, new(long.MaxValue, Scene.Now), Scene.Never, Scene.Key, [Scene.Stranger], [Scene.Stranger], [],
            [Scene.Grant(0, Coveted, Scene.Stranger), .. Enumerable.Range(2, GrantsInALie).Select(i => Scene.Grant(i, Scene.Data($"m{i}/#"), Scene.Stranger))]))
            .ToList();
        var grant = lines.Find(line => line.StartsWith("grant", StringComparison.Ordinal))!;
        var key = lines.Find(line => line.StartsWith("key", StringComparison.Ordinal))!;
        var beforeTheEnd = lines[..^1];
        return (kind % 10) switch
        {
            0 => Text([.. beforeTheEnd, "end 1"]),
            1 => Text([.. beforeTheEnd, $"1 {grant}", "end 0"]),
            2 => Damaged(random, Text(beforeTheEnd)),
            3 => Text([.. lines.Where(line => line != key)]),
            4 => Text(beforeTheEnd)[..^random.Next(1, 40)],
            5 => Text([.. beforeTheEnd, key, "end 0"]),
            6 => Text([$"1 {grant}", $"2 provider {Scene.Stranger}"]),
            7 => Text([.. beforeTheEnd, grant, "end 0"]),
            8 => [.. Text(beforeTheEnd), .. new byte[1 << 20]],
            _ => Text(beforeTheEnd),
        };
    }

    private static byte[] Text(IReadOnlyList<string> lines) => Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));

    private static byte[] Damaged(Random random, byte[] text)
    {
        for (var i = 0; i < 100; i++) text[random.Next(text.Length)] = (byte)random.Next(256);
        return text;
    }

    /// <summary>Serves the socket of the feed.</summary>
    private sealed class Liar : IDisposable
    {
        private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        private readonly string _path;

        public Liar(string path)
        {
            _path = path;
            _listener.Bind(new UnixDomainSocketEndPoint(path));
            _listener.Listen();
        }

        /// <summary>Returns when the plugin has read it, or dropped the connection for it.</summary>
        public async Task Tell(byte[] lie)
        {
            using var connection = await _listener.AcceptAsync(TestContext.Current.CancellationToken);
            try
            {
                for (var left = lie.AsMemory(); !left.IsEmpty;) left = left[await connection.SendAsync(left, TestContext.Current.CancellationToken)..];
                connection.Shutdown(SocketShutdown.Send);
                await connection.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken);
            }
            catch (SocketException)
            {
                // Dropped in the middle.
            }
        }

        public void Dispose()
        {
            _listener.Dispose();
            File.Delete(_path);
        }
    }
}
