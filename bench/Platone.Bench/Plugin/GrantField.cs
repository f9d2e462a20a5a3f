using System.Globalization;
using System.Text;
using Platone.Cryptography;
using Platone.Policies;

namespace Platone.Bench.Plugin;

/// <summary>
/// Grants as they may stand on a chain: every consumer has one for each device of each provider, spelt out without wildcards. All from the
/// same seed, so that every run asks the same.
/// </summary>
sealed class GrantField
{
    private const int Providers = 10;
    private const int Seed = 20_260_101;

    private static readonly TimeSpan TokenLife = TimeSpan.FromHours(6);

    private readonly long _startUnixSeconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
    private readonly IReadOnlyList<Address> _providers = [.. Enumerable.Range(0, Providers).Select(i => Wallet("provider", i))];

    /// <param name="grants">A multiple of 1,000: 100 devices of 10 providers for each consumer.</param>
    public GrantField(int grants, int devices = 100)
    {
        Topics = [.. _providers.SelectMany(
            provider => Enumerable.Range(0, devices).Select(device => string.Create(CultureInfo.InvariantCulture, $"data/{provider}/pmu-{device:D4}/raw")))];
        Consumers = [.. Enumerable.Range(0, grants / Topics.Count).Select(i => Wallet("consumer", i))];
    }

    public BrokerKey Key { get; } = new(Keccak256.Hash("bench"u8).ToArray());

    public Address Operator { get; } = Wallet("operator", 0);

    public IReadOnlyList<Address> Consumers { get; }

    public IReadOnlyList<string> Topics { get; }

    public int Grants => Consumers.Count * Topics.Count;

    public RuleSnapshot Snapshot(long staleAfterMs) => new(
        Sequence: 0, new(1, _startUnixSeconds), staleAfterMs, Key, [Operator], _providers, [],
        [.. Consumers.SelectMany((consumer, i) => Topics.Select((topic, j) => GrantOf(consumer, topic, (i * Topics.Count) + j)))]);

    public string Token(Address wallet) => BrokerToken.Issue(Key.Bytes, wallet, _startUnixSeconds + (long)TokenLife.TotalSeconds);

    /// <summary>Half of the topics, so that what is published with one QoS is not heard by the subscribers of the other.</summary>
    public IReadOnlyList<string> TopicsOf(byte qos) => [.. Topics.Where((_, i) => i % 2 == qos)];

    /// <summary>So many topics of a QoS, in no order that a cache could foresee.</summary>
    public IReadOnlyList<string> Shuffled(byte qos, int count)
    {
        var (random, topics) = (new Random(Seed), TopicsOf(qos));
        return [.. Enumerable.Range(0, count).Select(_ => topics[random.Next(topics.Count)])];
    }

    private Grant GrantOf(Address consumer, string topic, int number) => new(
        IdOf(number), Address.Parse(topic.Split('/')[1]), consumer, new(topic), _startUnixSeconds - 1,
        _startUnixSeconds + (long)TokenLife.TotalSeconds);

    /// <param name="number">Of the grant: the first consumer's first topic has 0.</param>
    public static Hash256 IdOf(int number) => Keccak256.Hash(BitConverter.GetBytes(number));

    private static Address Wallet(string kind, int number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{kind} {number}");
        return new(Keccak256.Hash(Encoding.UTF8.GetBytes(name)).ToArray().AsSpan(Hash256.Length - Address.Length));
    }
}
