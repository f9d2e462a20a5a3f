using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Nethereum.Web3;
using Platone.Bench.Brokers;
using Platone.Client;
using Platone.Contracts.Access;
using Platone.Cli.Wallets;
using Platone.Cryptography;
using Platone.Policies;
using Platone.Protocol;

namespace Platone.Bench.Revocations;

/// <summary>One framework with one kind of broker: its consumers, the load, the revocations at random moments, and then the storm.</summary>
sealed class RevocationsRun : IAsyncDisposable
{
    private const int RequestsAtOnce = 16;
    private const int Seed = 20_260_102;
    private const long TokenLifeSeconds = 3600;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestDrain = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(3);

    private readonly RunningFramework _framework;
    private readonly BrokerKey _key;
    private readonly HttpClient _http;
    private readonly PrivateKey _provider = NewWallet();
    private readonly IReadOnlyList<Subscriber> _subscribers;
    private readonly CancellationTokenSource _done;
    private readonly Action<string> _say;

    private RevocationsRun(RunningFramework framework, int subscribers, Action<string> say, CancellationToken cancellationToken)
    {
        _framework = framework;
        _say = say;
        _key = new(Hex.Decode(SecretFile.Read(framework.Data.BrokerKey).Trim()));
        _http = new() { BaseAddress = framework.Endpoints.AccessLayer };
        _subscribers = [.. Enumerable.Range(0, subscribers).Select(i => new Subscriber(NewWallet(), i))];
        _done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    private int Port => _framework.Endpoints.BrokerPort;

    private Address Provider => _provider.Address;

    public static async Task<BrokerFigures> MeasureAsync(
        string broker, string folder, int subscribers, int seconds, Action<string> say, CancellationToken cancellationToken)
    {
        say($"{broker}: starting the framework");
        var framework = await RunningFramework.StartAsync(folder, ["--broker", broker], cancellationToken);
        await using var run = new RevocationsRun(framework, subscribers, say, cancellationToken);
        return await run.MeasureAsync(broker, seconds, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        foreach (var subscriber in _subscribers) subscriber.Dispose();
        _http.Dispose();
        _done.Dispose();
        await _framework.DisposeAsync();
    }

    private async Task<BrokerFigures> MeasureAsync(string broker, int seconds, CancellationToken cancellationToken)
    {
        await GrantAsync(cancellationToken);
        _say("connecting the subscribers");
        await Task.Delay(Calm, cancellationToken);
        await ConnectAsync(cancellationToken);
        var clock = new BlockClock(new Web3(_framework.Endpoints.Chain.ToString()));
        var feed = new FeedWatch(_framework.Data.FeedSocket);
        var watching = Task.WhenAll(clock.RunAsync(_done.Token), feed.RunAsync(_done.Token));
        using var publisher = await ConnectAsync(OperatorWallet(), "bench", cancellationToken);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(_done.Token);
        var load = new Load(Provider, publisher, PaceOf(broker));
        var loading = load.RunAsync(stopping.Token);

        _say("revoking under load");
        await Task.Delay(Calm, cancellationToken);
        await RevokeAsync(seconds, cancellationToken);
        var ends = await RevokedAsync(cancellationToken);
        _say("a storm of logins");
        var calmFrom = Stopwatch.GetTimestamp();
        await Task.Delay(Calm, cancellationToken);
        var storm = await ConnectStorm.RunAsync(Port, _key, _subscribers.Count, cancellationToken);
        await Task.Delay(Calm, cancellationToken);

        await stopping.CancelAsync();
        await loading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (watching.IsFaulted) await watching;
        await DrainAsync(load, cancellationToken);
        var moments = ends.ToDictionary(end => end.Key, end => new RevocationMoments(clock.SeenAt(end.Value), feed.ToldAt(end.Key)));
        return BrokerFigures.Of(broker, PaceOf(broker), _subscribers, load, moments, calmFrom, storm);
    }

    /// <summary>What is under way arrives, or is lost.</summary>
    private async Task DrainAsync(Load load, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < LongestDrain && _subscribers.Any(one => one.FromKept.Count < load.PublishedKept))
            await Task.Delay(Calm, cancellationToken);
    }

    /// <summary>Each broker gets what it can deliver on two cores that it shares with the bench, the chain and the access layer.</summary>
    private static TimeSpan PaceOf(string broker) => TimeSpan.FromMilliseconds(broker == "embedded" ? 250 : 50);

    /// <summary>Two declarations for each consumer, all on the chain and accepted.</summary>
    private async Task GrantAsync(CancellationToken cancellationToken)
    {
        _say($"{2 * _subscribers.Count} declarations");
        await _framework.AdmitAsync(Provider, cancellationToken);
        await ForEachAsync(_subscribers, async subscriber =>
        {
            subscriber.Revocable = await RequestAsync(subscriber, Load.Revocable(Provider, subscriber.Group), cancellationToken);
            subscriber.Kept = await RequestAsync(subscriber, Load.Kept(Provider, subscriber.Group), cancellationToken);
        }, cancellationToken);
        await UntilAllAsync(DeclarationStatus.Requested, cancellationToken);
        await ForEachAsync(
            [.. _subscribers.SelectMany(one => new[] { one.Revocable, one.Kept })],
            id => Client(_provider).DecideAsync(RegistryDecision.Accept, id, cancellationToken), cancellationToken);
        await UntilAllAsync(DeclarationStatus.Accepted, cancellationToken);
    }

    private Task<Hash256> RequestAsync(Subscriber subscriber, string topic, CancellationToken cancellationToken)
    {
        var now = DateTimeOffset.UtcNow;
        return Client(subscriber.Key).RequestAsync(Provider, topic, Means.Mqtt, Purpose.Research, now.AddMinutes(-1), now.AddDays(1), cancellationToken);
    }

    private Task UntilAllAsync(DeclarationStatus status, CancellationToken cancellationToken) => UntilAsync(
        async () => (await Client(_provider).DeclarationsAsync(cancellationToken)).Count(view => view.Status == status.ToString()) == 2 * _subscribers.Count,
        cancellationToken);

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        await ForEachAsync(_subscribers, one => one.ConnectAsync(Port, Token(one.Key.Address), Provider, cancellationToken), cancellationToken);
        foreach (var subscriber in _subscribers) subscriber.Listen(Provider, _done.Token);
    }

    private Task<RawClient> ConnectAsync(Address wallet, string name, CancellationToken cancellationToken) =>
        RawClient.ConnectAsync(Port, wallet.ToString(), Token(wallet), name, cancellationToken);

    /// <summary>Each at a random moment of the time given, in a random order.</summary>
    private async Task RevokeAsync(int seconds, CancellationToken cancellationToken)
    {
        var random = new Random(Seed);
        var order = _subscribers.ToArray();
        random.Shuffle(order);
        var moments = order.Select(_ => TimeSpan.FromSeconds(random.NextDouble() * seconds)).Order().ToArray();
        var start = Stopwatch.GetTimestamp();
        var sent = new List<Task>();
        foreach (var (subscriber, moment) in order.Zip(moments))
        {
            var left = moment - Stopwatch.GetElapsedTime(start);
            if (left > TimeSpan.Zero) await Task.Delay(left, cancellationToken);
            sent.Add(Client(_provider).DecideAsync(RegistryDecision.Revoke, subscriber.Revocable, cancellationToken));
        }

        await Task.WhenAll(sent);
    }

    /// <summary>When the chain revoked each grant, in Unix seconds of the block.</summary>
    private async Task<Dictionary<Hash256, long>> RevokedAsync(CancellationToken cancellationToken)
    {
        var ends = new Dictionary<Hash256, long>();
        await UntilAsync(
            async () =>
            {
                var revoked = (await Client(_provider).DeclarationsAsync(cancellationToken)).Where(view => view.RevokedAt is not null);
                ends = revoked.ToDictionary(view => Hash256.Parse(view.Id), view => UnixSeconds(view.RevokedAt!));
                return ends.Count == _subscribers.Count;
            },
            cancellationToken);
        return ends;
    }

    private AccessClient Client(PrivateKey wallet) => new(_http, wallet, TimeProvider.System);

    private Address OperatorWallet() => KeyFile.Load(Path.Combine(_framework.Data.Wallets, "operator.key")).Address;

    private string Token(Address wallet) => BrokerToken.Issue(_key.Bytes, wallet, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + TokenLifeSeconds);

    private static Task ForEachAsync<T>(IEnumerable<T> items, Func<T, Task> act, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        items, new ParallelOptions { MaxDegreeOfParallelism = RequestsAtOnce, CancellationToken = cancellationToken }, (item, _) => new(act(item)));

    private static async Task UntilAsync(Func<Task<bool>> isDone, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await isDone())
        {
            if (Stopwatch.GetElapsedTime(start) > Patience) throw new TimeoutException($"It did not come about in {Patience.TotalMinutes} minutes.");
            await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken);
        }
    }

    private static long UnixSeconds(string time) =>
        DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeSeconds();

    private static PrivateKey NewWallet() => PrivateKey.FromBytes(RandomNumberGenerator.GetBytes(PrivateKey.Length));
}
