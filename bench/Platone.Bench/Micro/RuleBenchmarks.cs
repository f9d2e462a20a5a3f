using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using Platone.Cryptography;
using Platone.Policies;

namespace Platone.Bench.Micro;

/// <summary>What the broker asks for every delivery and every publication, with 10,000 grants in the table.</summary>
public class RuleBenchmarks
{
    private const int Grants = 10_000;
    private const int Providers = 100;
    private const long Now = 1_767_225_600;

    private readonly RuleTable _rules = new();
    private readonly RuleClock _clock = RuleClock.AtSecond(Now, 0);
    private Address _consumer;
    private Address _provider;
    private byte[] _data = [];
    private byte[] _ingest = [];

    [GlobalSetup]
    public void Setup()
    {
        Address[] providers = [.. Enumerable.Range(0, Providers).Select(i => Wallet("provider", i))];
        var grants = Enumerable.Range(0, Grants).Select(i => new Grant(
            Keccak256.Hash(BitConverter.GetBytes(i)), providers[i % Providers], Wallet("consumer", i / Providers),
            new($"data/{providers[i % Providers]}/pmu-{i}/raw"), Now - 1, Now + 1));
        _rules.Replace(new(0, new(1, Now), 15_000, new(new byte[BrokerKey.Length]), [], providers, [], [.. grants]), 0);

        const int Asked = 4242;
        (_consumer, _provider) = (Wallet("consumer", Asked / Providers), providers[Asked % Providers]);
        _data = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"data/{_provider}/pmu-{Asked}/raw"));
        _ingest = Encoding.UTF8.GetBytes($"ingest/{_provider}/pmu-1");
        if (!DecideDelivery().Allowed || !DecidePublication().Allowed)
            throw new InvalidOperationException("The table denies what is to be measured as allowed.");
    }

    [Benchmark]
    public Decision DecideDelivery() => _rules.Decide(Access.Read, _consumer, _data, _clock);

    [Benchmark]
    public Decision DecidePublication() => _rules.Decide(Access.Write, _provider, _ingest, _clock);

    private static Address Wallet(string kind, int number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{kind} {number}");
        return new(Keccak256.Hash(Encoding.UTF8.GetBytes(name)).ToArray().AsSpan(Hash256.Length - Address.Length));
    }
}
