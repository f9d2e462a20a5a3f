using System.Text;
using Platone.Cryptography;
using Platone.Policies;

namespace Platone.MosquittoPlugin.Tests;

/// <summary>A stock Mosquitto with the published plugin, a feed, and the wallets that play.</summary>
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

    private Scene(string folder, long staleAfterMs)
    {
        Folder = folder;
        Feed = new(Path.Combine(folder, "feed.sock"), new(0, new(100, Now), staleAfterMs, Key, [Operator], [Provider], []));
        Broker = new(folder);
    }

    public static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    public string Folder { get; }

    public FakeFeed Feed { get; }

    public BrokerProcess Broker { get; }

    public static string Data(string rest) => $"data/{Provider}/{rest}";

    public static Grant Grant(int id, string filter, Address? consumer = null) => new(Id(id), Provider, consumer ?? Consumer, new(filter), 0, long.MaxValue);

    public static Hash256 Id(int number) => Keccak256.Hash(BitConverter.GetBytes(number));

    public static string Token(Address wallet, long? expiry = null) => BrokerToken.Issue(Key.Bytes, wallet, expiry ?? Now + 600);

    /// <summary>Broker and feed are up and the plugin has the snapshot.</summary>
    public static async Task<Scene> Open(params Grant[] grants) => await Open(Never, grants);

    public static async Task<Scene> Open(long staleAfterMs, params Grant[] grants)
    {
        var scene = new Scene(Directory.CreateTempSubdirectory("platone").FullName, staleAfterMs);
        foreach (var grant in grants)
            await scene.Feed.Send(new RuleChange.AddGrant(grant));
        scene.Feed.Open();
        await scene.Broker.Start();
        await scene.Broker.WaitForLog("feed connected");
        return scene;
    }

    public async Task<MqttWallet> Connect(Address wallet, string? session = null)
    {
        var client = await TryConnect(wallet, session: session);
        Assert.True(client.IsConnected, $"{wallet} was refused");
        return client;
    }

    public async Task<MqttWallet> TryConnect(Address wallet, string? username = null, string? token = null, string? clientId = null, string? session = null)
    {
        var id = clientId ?? $"{wallet}-{session ?? $"c{_clients.Count}"}";
        var client = await MqttWallet.Connect(Broker.Port, username ?? wallet.ToString(), token ?? Token(wallet), id, persistent: session is not null);
        _clients.Add(client);
        return client;
    }

    /// <summary>Returns when the plugin has applied everything that the feed has sent: a grant made now has come into force.</summary>
    public async Task Settle()
    {
        var barrier = Data($"barrier{++_barriers}/raw");
        await Feed.Send(new RuleChange.AddGrant(Grant(1_000_000 + _barriers, barrier, Stranger)));
        var watcher = _clients.FirstOrDefault(c => c.IsConnected && c.Name == Stranger.ToString()) ?? await Connect(Stranger);
        await Eventually.True(async () => await watcher.Subscribe(barrier), $"the plugin never applied {barrier}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            await client.DisposeAsync();
        Feed.Dispose();
        await Broker.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static Address Wallet(int number) => new(Keccak256.Hash(Encoding.ASCII.GetBytes($"wallet {number}")).ToArray().AsSpan(12));
}
