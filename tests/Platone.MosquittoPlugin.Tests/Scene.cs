using System.Text;
using Platone.Cryptography;
using Platone.Policies;

namespace Platone.MosquittoPlugin.Tests;

/// <summary>A broker, the rules that it is told, and the wallets that play.</summary>
sealed class Scene : IAsyncDisposable
{
    public const long Never = 3_600_000;

    public static readonly BrokerKey Key = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
    public static readonly Address Operator = Wallet(1);
    public static readonly Address Provider = Wallet(2);
    public static readonly Address Consumer = Wallet(3);
    public static readonly Address Stranger = Wallet(4);

    private readonly List<MqttWallet> _clients = [];
    private int _barriers;

    private Scene(string folder, IBroker broker, IRuleFeed feed) => (Folder, Broker, Feed) = (folder, broker, feed);

    public static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    public string Folder { get; }

    public IRuleFeed Feed { get; }

    public IBroker Broker { get; }

    public static string Data(string rest) => $"data/{Provider}/{rest}";

    public static Grant Grant(int id, string filter, Address? consumer = null) => new(Id(id), Provider, consumer ?? Consumer, new(filter), 0, long.MaxValue);

    public static Hash256 Id(int number) => Keccak256.Hash(BitConverter.GetBytes(number));

    public static string Token(Address wallet, long? expiry = null) => BrokerToken.Issue(Key.Bytes, wallet, expiry ?? Now + 600);

    /// <summary>Broker and feed are up and the broker has the rules.</summary>
    public static Task<Scene> Open(BrokerKind kind, params Grant[] grants) => Open(kind, Never, grants);

    public static async Task<Scene> Open(BrokerKind kind, long staleAfterMs, params Grant[] grants)
    {
        var folder = Directory.CreateTempSubdirectory("platone").FullName;
        return kind == BrokerKind.Mosquitto ? await PluginScene.Open(folder, staleAfterMs, grants) : await OpenEmbedded(folder, staleAfterMs,
            TimeProvider.System, grants);
    }

    /// <summary>The embedded broker with a clock of the test's own.</summary>
    public static Task<Scene> Open(TimeProvider time, params Grant[] grants) => OpenEmbedded(Directory.CreateTempSubdirectory("platone").FullName, Never,
        time, grants);

    public static Scene Of(string folder, IBroker broker, IRuleFeed feed) => new(folder, broker, feed);

    public static RuleSnapshot Rules(long staleAfterMs, params Grant[] grants) => new(0, new(100, Now), staleAfterMs, Key, [Operator], [Provider], [], grants);

    public async Task WaitForLog(string text, int times = 1)
    {
        bool IsSaid() => Broker.Log.Split('\n').Count(line => line.Contains(text, StringComparison.Ordinal)) >= times;
        await Eventually.True(IsSaid, () => $"The broker's log never said '{text}':\n{Broker.Log}");
    }

    public async Task<MqttWallet> Connect(Address wallet, string? session = null, bool acknowledges = true, Will? will = null)
    {
        var client = await TryConnect(wallet, session: session, acknowledges: acknowledges, will: will);
        Assert.True(client.IsConnected, $"{wallet} was refused");
        return client;
    }

    public async Task<MqttWallet> TryConnect(
        Address wallet, string? username = null, string? token = null, string? clientId = null, string? session = null, bool acknowledges = true,
            Will? will = null)
    {
        var id = clientId ?? $"{wallet}-{session ?? $"c{_clients.Count}"}";
        var client = await MqttWallet.Connect(Broker.Port, username ?? wallet.ToString(), token ?? Token(wallet), id, session is not null, acknowledges, will);
        _clients.Add(client);
        return client;
    }

    /// <summary>Returns when the broker applies everything that the feed has sent: a grant made now has come into force.</summary>
    public async Task Settle()
    {
        var barrier = Data($"barrier{++_barriers}/raw");
        await Feed.Send(new RuleChange.AddGrant(Grant(1_000_000 + _barriers, barrier, Stranger)));
        var watcher = _clients.FirstOrDefault(c => c.IsConnected && c.Name == Stranger.ToString()) ?? await Connect(Stranger);
        await Eventually.True(async () => await watcher.Subscribe(barrier), $"the broker never applied {barrier}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            await client.DisposeAsync();
        (Feed as IDisposable)?.Dispose();
        await Broker.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static async Task<Scene> OpenEmbedded(string folder, long staleAfterMs, TimeProvider time, Grant[] grants)
    {
        var embedded = new EmbeddedUnderTest(folder, Rules(staleAfterMs, grants), time);
        await embedded.Start();
        await embedded.Beat();
        return new(folder, embedded, embedded);
    }

    private static Address Wallet(int number) => new(Keccak256.Hash(Encoding.ASCII.GetBytes($"wallet {number}")).ToArray().AsSpan(12));
}
