using System.Net;
using Platone.Messaging;
using Platone.Messaging.Broker;
using Platone.Policies;

namespace Platone.MosquittoPlugin.Tests;

/// <summary>The embedded broker with the rules of a real feed server, as `platone up --broker embedded` puts them together.</summary>
sealed class EmbeddedUnderTest : IBroker, IRuleFeed
{
    private readonly LogLines _log = new();
    private readonly PolicyFeedServer _rules;
    private readonly TimeProvider _time;
    private readonly UsageMeter _meter = new(default);
    private EmbeddedBroker? _broker;
    private long _block = 100;

    public EmbeddedUnderTest(string folder, RuleSnapshot start, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _rules = new(Path.Combine(folder, "feed.sock"), start, new(), _time, _log);
    }

    public int Port { get; private set; }

    public IReadOnlyCollection<UsageCount> Usage
    {
        get
        {
            _meter.TakeAgain();
            return _meter.TakeChanged(int.MaxValue);
        }
    }

    public string Log => _log.Text;

    public async Task Start()
    {
        Port = BrokerProcess.FreePort();
        _broker = new(new(IPAddress.Loopback, Port), tls: null, _rules.Rules, _meter, _time, _log);
        await _broker.StartAsync();
    }

    public async Task Stop()
    {
        if (_broker is not null) await _broker.DisposeAsync();
    }

    public Task Send(RuleChange change)
    {
        _rules.Publish(change);
        return Task.CompletedTask;
    }

    public Task Beat() => Send(new RuleChange.Beat(new(++_block, Scene.Now)));

    public async ValueTask DisposeAsync()
    {
        await Stop();
        await _rules.DisposeAsync();
    }
}
