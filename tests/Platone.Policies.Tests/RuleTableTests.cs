using System.Text;
using Platone.Cryptography;

namespace Platone.Policies.Tests;

public sealed class RuleTableTests
{
    private static readonly string P = Given.Provider.ToString();
    private static readonly string Other = Given.OtherProvider.ToString();
    private static readonly string C = Given.Consumer.ToString();
    private readonly RuleTable _rules = new();

    [Fact]
    public void Without_a_snapshot_everything_is_denied_to_everybody()
    {
        foreach (var access in Enum.GetValues<Access>())
            Assert.Equal(DenyReason.NoRules, Ask(access, Given.Operator, "a"));
        Assert.Equal(RuleStatus.Empty, _rules.Status(0));
        Assert.Null(_rules.Key);
        Assert.Throws<InvalidOperationException>(() => _rules.Apply(new RuleChange.AddProvider(Given.Provider), 0));
    }

    [Theory]
    [InlineData("ingest/#")]
    [InlineData("#")]
    [InlineData("$SYS/#")]
    [InlineData("data/a/b/raw")]
    public void Operators_hear_and_write_everything(string filter)
    {
        Live();
        Assert.Equal(DenyReason.None, Ask(Access.Subscribe, Given.Operator, filter));
        var topic = filter.Replace("#", "x", StringComparison.Ordinal);
        Assert.Equal(DenyReason.None, Ask(Access.Read, Given.Operator, topic));
        Assert.Equal(DenyReason.None, Ask(Access.Write, Given.Operator, topic));
    }

    [Fact]
    public void Providers_publish_readings_of_their_own_devices_and_nothing_else()
    {
        Live();
        Assert.Equal(DenyReason.None, Ask(Access.Write, Given.Provider, $"ingest/{P}/meter 1"));
        Assert.Equal(DenyReason.UnknownTopic, Ask(Access.Write, Given.Provider, $"ingest/{P}"));
        Assert.Equal(DenyReason.UnknownTopic, Ask(Access.Write, Given.Provider, $"ingest/{P}/"));
        Assert.Equal(DenyReason.UnknownTopic, Ask(Access.Write, Given.Provider, $"ingest/{P}/a/b"));
        Assert.Equal(DenyReason.UnknownTopic, Ask(Access.Write, Given.Provider, $"ingest/{P}x/a"));
        Assert.Equal(DenyReason.UnknownTopic, Ask(Access.Write, Given.Provider, $"ingest/{Given.Provider.ToChecksumString()}/a"));
        Assert.Equal(DenyReason.UnknownTopic, Ask(Access.Write, Given.Provider, $"/ingest/{P}/a"));
        Assert.Equal(DenyReason.ForeignTopic, Ask(Access.Write, Given.Provider, $"ingest/{Other}/a"));
        Assert.Equal(DenyReason.ForeignTopic, Ask(Access.Write, Given.Provider, $"data/{P}/a/raw"));
        Assert.Equal(DenyReason.ForeignTopic, Ask(Access.Write, Given.Provider, $"receipts/{P}/a"));
        Assert.Equal(DenyReason.UnknownTopic, Ask(Access.Write, Given.Provider, "$SYS/x"));
        Assert.Equal(DenyReason.InvalidTopic, Ask(Access.Write, Given.Provider, $"ingest/{P}/+"));
        Assert.Equal(DenyReason.InvalidTopic, Ask(Access.Write, Given.Provider, $"ingest/{P}/{new string('a', 1024)}"));
    }

    [Fact]
    public void A_device_hands_in_its_own_readings_hears_of_them_and_nothing_else()
    {
        Live(Given.Grant(1, $"data/{Other}/#", Given.OtherProvider, Given.Provider));
        Assert.Equal(DenyReason.None, AskDevice(Access.Write, "meter 1", $"ingest/{P}/meter 1"));
        foreach (var access in new[] { Access.Read, Access.Subscribe })
        {
            Assert.Equal(DenyReason.None, AskDevice(access, "meter 1", $"receipts/{P}/meter 1"));
            Assert.Equal(DenyReason.None, AskDevice(access, "meter 1", $"errors/{P}/meter 1"));
            foreach (var topic in new[]
            {
                $"receipts/{P}/meter 2", $"data/{P}/meter 1/raw", $"data/{Other}/a/raw", $"certified/{P}", $"access/{P}", $"ingest/{P}/meter 1",
                $"receipts/{Other}/meter 1",
            }) Assert.Equal(DenyReason.ForeignTopic, AskDevice(access, "meter 1", topic));
        }

        foreach (var topic in new[] { $"ingest/{P}/meter 2", $"ingest/{Other}/meter 1", $"receipts/{P}/meter 1", $"data/{P}/meter 1", $"ingest/{P}/meter 1/x" })
            Assert.Equal(DenyReason.ForeignTopic, AskDevice(Access.Write, "meter 1", topic));
        Assert.Equal(DenyReason.InvalidTopic, AskDevice(Access.Subscribe, "meter 1", $"receipts/{P}/+"));
        Assert.Equal(DenyReason.UnknownTopic, AskDevice(Access.Subscribe, "meter 1", $"$share/{P}/receipts/{P}/meter 1"));
        Assert.Equal(DenyReason.UnknownTopic, AskDevice(Access.Write, "meter 1", "$SYS/x"));

        _rules.Apply(new RuleChange.RemoveProvider(Given.Provider), 0);
        Assert.Equal(DenyReason.NotProvider, AskDevice(Access.Write, "meter 1", $"ingest/{P}/meter 1"));
        Assert.Equal(DenyReason.NotProvider, AskDevice(Access.Read, "meter 1", $"receipts/{P}/meter 1"));
    }

    [Fact]
    public void Only_listed_providers_publish()
    {
        Live();
        var topic = $"ingest/{Given.Stranger}/a";
        Assert.Equal(DenyReason.NotProvider, Ask(Access.Write, Given.Stranger, topic));

        _rules.Apply(new RuleChange.AddProvider(Given.Stranger), 0);
        Assert.Equal(DenyReason.None, Ask(Access.Write, Given.Stranger, topic));

        _rules.Apply(new RuleChange.RemoveProvider(Given.Stranger), 0);
        Assert.Equal(DenyReason.NotProvider, Ask(Access.Write, Given.Stranger, topic));
    }

    [Theory]
    [InlineData("receipts/{0}/#", DenyReason.None)]
    [InlineData("receipts/{0}/+", DenyReason.None)]
    [InlineData("receipts/{0}/meter1", DenyReason.None)]
    [InlineData("errors/{0}/#", DenyReason.None)]
    [InlineData("data/{0}/#", DenyReason.None)]
    [InlineData("data/{0}/+/raw", DenyReason.None)]
    [InlineData("certified/{0}", DenyReason.None)]
    [InlineData("certified/{0}/#", DenyReason.UnknownTopic)]
    [InlineData("ingest/{0}/#", DenyReason.ForeignTopic)]
    [InlineData("receipts/+/meter1", DenyReason.UnknownTopic)]
    [InlineData("receipts/#", DenyReason.UnknownTopic)]
    [InlineData("+/{0}/#", DenyReason.UnknownTopic)]
    [InlineData("#", DenyReason.UnknownTopic)]
    public void Providers_hear_what_is_theirs(string filter, DenyReason expected)
    {
        Live();
        Assert.Equal(expected, Ask(Access.Subscribe, Given.Provider, Of(filter, P)));
        if (!filter.Contains('+', StringComparison.Ordinal) && !filter.Contains('#', StringComparison.Ordinal))
            Assert.Equal(expected, Ask(Access.Read, Given.Provider, Of(filter, P)));
    }

    [Fact]
    public void Every_wallet_hears_what_becomes_of_its_own_declarations_and_nobody_elses()
    {
        Live(Given.Grant(1, "#"));
        foreach (var access in new[] { Access.Subscribe, Access.Read })
        {
            foreach (var wallet in new[] { Given.Provider, Given.Consumer, Given.Stranger })
            {
                Assert.Equal(DenyReason.None, Ask(access, wallet, $"access/{wallet}"));
                // Also when it is not certain what others may hear.
                Assert.Equal(DenyReason.None, Ask(access, wallet, $"access/{wallet}", monotonic: long.MaxValue / 2));
                Assert.Equal(DenyReason.UnknownTopic, Ask(access, wallet, $"access/{wallet}/x"));
                Assert.Equal(DenyReason.ForeignTopic, Ask(Access.Write, wallet, $"access/{wallet}"));
            }

            Assert.Equal(DenyReason.ForeignTopic, Ask(access, Given.Consumer, $"access/{P}"));
            Assert.Equal(DenyReason.ForeignTopic, Ask(access, Given.Provider, $"access/{Given.Consumer}"));
        }

        Assert.Equal(DenyReason.UnknownTopic, Ask(Access.Subscribe, Given.Consumer, "access/#"));
        Assert.Equal(DenyReason.UnknownTopic, Ask(Access.Subscribe, Given.Consumer, $"access/{Given.Consumer}/#"));
    }

    [Theory]
    [InlineData("receipts/{0}/#")]
    [InlineData("errors/{0}/meter1")]
    public void Nobody_hears_the_receipts_and_errors_of_others(string filter)
    {
        Live(Given.Grant(1, "#"));
        Assert.Equal(DenyReason.ForeignTopic, Ask(Access.Subscribe, Given.Consumer, Of(filter, P)));
        Assert.Equal(DenyReason.ForeignTopic, Ask(Access.Subscribe, Given.OtherProvider, Of(filter, P)));
    }

    [Fact]
    public void A_wallet_that_is_no_provider_has_nothing_of_its_own()
    {
        Live();
        Assert.Equal(DenyReason.NotProvider, Ask(Access.Subscribe, Given.Consumer, $"data/{C}/#"));
        Assert.Equal(DenyReason.NotProvider, Ask(Access.Read, Given.Consumer, $"receipts/{C}/a"));
    }

    [Theory]
    [InlineData("data/{0}/m1/raw", "data/{0}/m1/raw", DenyReason.None)]
    [InlineData("data/{0}/m1/raw", "data/{0}/m1/+", DenyReason.NoGrant)]
    [InlineData("data/{0}/m1/+", "data/{0}/m1/raw", DenyReason.None)]
    [InlineData("data/{0}/m1/+", "data/{0}/m1/+", DenyReason.None)]
    [InlineData("data/{0}/m1/+", "data/{0}/m1/#", DenyReason.NoGrant)]
    [InlineData("data/{0}/#", "data/{0}/m1/#", DenyReason.None)]
    [InlineData("data/{0}/+/raw", "data/{0}/m2/raw", DenyReason.None)]
    [InlineData("data/{0}/+/raw", "data/{0}/m2/1min", DenyReason.NoGrant)]
    [InlineData("#", "data/{0}/m2/1min", DenyReason.None)]
    [InlineData("#", "data/+/m2/1min", DenyReason.UnknownTopic)]
    [InlineData("#", "#", DenyReason.UnknownTopic)]
    [InlineData("data/{0}/#", "ingest/{0}/m1", DenyReason.ForeignTopic)]
    public void A_consumer_subscribes_to_what_a_grant_covers(string granted, string asked, DenyReason expected)
    {
        Live(Given.Grant(1, Of(granted, P)));
        Assert.Equal(expected, Ask(Access.Subscribe, Given.Consumer, Of(asked, P)));
        if (expected == DenyReason.None) Assert.Equal(DenyReason.NoGrant, Ask(Access.Subscribe, Given.Stranger, Of(asked, P)));
    }

    [Fact]
    public void Each_delivery_needs_a_grant_that_matches()
    {
        Live(Given.Grant(1, $"data/{P}/m1/raw"), Given.Grant(2, $"data/{P}/+/15min"));
        Assert.Equal(DenyReason.None, Ask(Access.Read, Given.Consumer, $"data/{P}/m1/raw"));
        Assert.Equal(DenyReason.None, Ask(Access.Read, Given.Consumer, $"data/{P}/m2/15min"));
        Assert.Equal(DenyReason.NoGrant, Ask(Access.Read, Given.Consumer, $"data/{P}/m2/raw"));
        Assert.Equal(DenyReason.NoGrant, Ask(Access.Read, Given.Stranger, $"data/{P}/m1/raw"));
        Assert.Equal(DenyReason.InvalidTopic, Ask(Access.Read, Given.Consumer, $"data/{P}/+/15min"));
    }

    [Theory]
    [InlineData("data/{0}/m1/raw")]
    [InlineData("data/{0}/#")]
    [InlineData("#")]
    public void Nobody_grants_the_data_of_another_provider(string filter)
    {
        Live(Given.Grant(1, Of(filter, Other), provider: Given.Provider));
        Assert.Equal(DenyReason.NoGrant, Ask(Access.Read, Given.Consumer, $"data/{Other}/m1/raw"));
        Assert.Equal(DenyReason.NoGrant, Ask(Access.Subscribe, Given.Consumer, $"data/{Other}/m1/raw"));
    }

    [Fact]
    public void Batches_are_announced_to_whoever_has_a_grant_of_the_provider()
    {
        Live(Given.Grant(1, $"data/{P}/m1/raw"));
        Assert.Equal(DenyReason.None, Ask(Access.Subscribe, Given.Consumer, $"certified/{P}"));
        Assert.Equal(DenyReason.None, Ask(Access.Read, Given.Consumer, $"certified/{P}"));
        Assert.Equal(DenyReason.NoGrant, Ask(Access.Subscribe, Given.Consumer, $"certified/{Other}"));
        Assert.Equal(DenyReason.NoGrant, Ask(Access.Subscribe, Given.Stranger, $"certified/{P}"));
        Assert.Equal(DenyReason.UnknownTopic, Ask(Access.Subscribe, Given.Consumer, "certified/#"));
        Assert.Equal(DenyReason.UnknownTopic, Ask(Access.Subscribe, Given.Consumer, $"certified/{P}/#"));
    }

    [Theory]
    [InlineData("data/{0}/m1/raw")]
    [InlineData("data/{0}/#")]
    public void A_revoked_grant_is_denied_at_once_and_a_new_one_allows_again(string filter)
    {
        var grant = Given.Grant(1, Of(filter, P));
        Live(grant);
        Assert.Equal(DenyReason.None, Ask(Access.Read, Given.Consumer, $"data/{P}/m1/raw"));

        _rules.Apply(new RuleChange.RevokeGrant(grant.Id), 0);
        Assert.Equal(DenyReason.NoGrant, Ask(Access.Read, Given.Consumer, $"data/{P}/m1/raw"));
        Assert.Equal(DenyReason.NoGrant, Ask(Access.Read, Given.Consumer, $"certified/{P}"));
        _rules.Apply(new RuleChange.RevokeGrant(grant.Id), 0);

        _rules.Apply(new RuleChange.AddGrant(grant with { Id = Given.Id(2) }), 0);
        Assert.Equal(DenyReason.None, Ask(Access.Read, Given.Consumer, $"data/{P}/m1/raw"));
    }

    [Fact]
    public void One_of_two_grants_of_the_same_topic_is_enough()
    {
        var topic = $"data/{P}/m1/raw";
        Live(Given.Grant(1, topic), Given.Grant(2, topic), Given.Grant(3, topic, provider: Given.OtherProvider));
        _rules.Apply(new RuleChange.RevokeGrant(Given.Id(1)), 0);
        Assert.Equal(DenyReason.None, Ask(Access.Read, Given.Consumer, topic));

        _rules.Apply(new RuleChange.RevokeGrant(Given.Id(2)), 0);
        Assert.Equal(DenyReason.NoGrant, Ask(Access.Read, Given.Consumer, topic));
    }

    [Fact]
    public void A_grant_with_a_known_id_replaces_the_old_one()
    {
        Live(Given.Grant(1, $"data/{P}/m1/raw"));
        _rules.Apply(new RuleChange.AddGrant(Given.Grant(1, $"data/{P}/m2/+")), 0);
        Assert.Equal(DenyReason.NoGrant, Ask(Access.Read, Given.Consumer, $"data/{P}/m1/raw"));
        Assert.Equal(DenyReason.None, Ask(Access.Read, Given.Consumer, $"data/{P}/m2/raw"));
    }

    [Theory]
    [InlineData("data/{0}/m1/raw")]
    [InlineData("data/{0}/#")]
    public void A_grant_holds_only_while_both_clocks_say_so(string filter)
    {
        const long head = Given.HeadTime;
        Live(Given.Grant(1, Of(filter, P), notBefore: head - 10, expiry: head + 10));
        var topic = $"data/{P}/m1/raw";
        Assert.Equal(DenyReason.None, Ask(Access.Read, Given.Consumer, topic, wall: head));
        Assert.Equal(DenyReason.None, Ask(Access.Read, Given.Consumer, topic, wall: head - 10));
        Assert.Equal(DenyReason.NotYetValid, Ask(Access.Read, Given.Consumer, topic, wall: head - 11));
        Assert.Equal(DenyReason.None, Ask(Access.Read, Given.Consumer, topic, wall: head + 9));
        Assert.Equal(DenyReason.Expired, Ask(Access.Read, Given.Consumer, topic, wall: head + 10));
        Assert.Equal(DenyReason.Expired, Ask(Access.Subscribe, Given.Consumer, topic, wall: head + 10));
        Assert.Equal(DenyReason.Expired, Ask(Access.Read, Given.Consumer, $"certified/{P}", wall: head + 10));

        _rules.Apply(new RuleChange.Beat(new(101, head + 10)), 0);
        Assert.Equal(DenyReason.Expired, Ask(Access.Read, Given.Consumer, topic, wall: head));

        _rules.Apply(new RuleChange.Beat(new(102, head - 11)), 0);
        Assert.Equal(DenyReason.NotYetValid, Ask(Access.Read, Given.Consumer, topic, wall: head));
    }

    [Fact]
    public void A_shared_subscription_s_group_is_the_own_wallet()
    {
        Live(Given.Grant(1, $"data/{P}/#"));
        Assert.Equal(DenyReason.None, Ask(Access.Subscribe, Given.Consumer, $"$share/{C}/data/{P}/#"));
        Assert.Equal(DenyReason.NoGrant, Ask(Access.Subscribe, Given.Consumer, $"$share/{C}/data/{Other}/#"));
        Assert.Equal(DenyReason.UnknownTopic, Ask(Access.Subscribe, Given.Consumer, $"$share/{C}/#"));
        Assert.Equal(DenyReason.ForeignShareGroup, Ask(Access.Subscribe, Given.Consumer, $"$share/{P}/data/{P}/#"));
        Assert.Equal(DenyReason.ForeignShareGroup, Ask(Access.Subscribe, Given.Consumer, $"$share/g/data/{P}/#"));
        Assert.Equal(DenyReason.ForeignShareGroup, Ask(Access.Subscribe, Given.Operator, "$share/g/ingest/#"));
        Assert.Equal(DenyReason.None, Ask(Access.Subscribe, Given.Operator, $"$share/{Given.Operator}/ingest/#"));
        Assert.Equal(DenyReason.InvalidTopic, Ask(Access.Subscribe, Given.Consumer, $"$share/{C}"));
        Assert.Equal(DenyReason.InvalidTopic, Ask(Access.Subscribe, Given.Consumer, $"$share/{C}/"));
        Assert.Equal(DenyReason.InvalidTopic, Ask(Access.Subscribe, Given.Consumer, $"$share//data/{P}/#"));
        Assert.Equal(DenyReason.UnknownTopic, Ask(Access.Subscribe, Given.Consumer, $"$share/{C}/$share/{C}/data/{P}/#"));
    }

    [Theory]
    [InlineData("$SYS/#")]
    [InlineData("$SYS/broker/version")]
    [InlineData("$CONTROL/dynamic-security/v1")]
    [InlineData("$share")]
    [InlineData("other/topic")]
    [InlineData("data")]
    [InlineData("/")]
    public void Every_other_topic_is_denied(string filter)
    {
        Live(Given.Grant(1, "#"), Given.Grant(2, "$SYS/#"));
        foreach (var wallet in new[] { Given.Provider, Given.Consumer, Given.Stranger })
            Assert.Equal(DenyReason.UnknownTopic, Ask(Access.Subscribe, wallet, filter));
    }

    [Fact]
    public void A_head_that_stands_still_denies_consumers_only()
    {
        Live(Given.Grant(1, $"data/{P}/#"));
        var stale = Given.StaleAfterMs + 1;
        Assert.Equal(DenyReason.None, Ask(Access.Read, Given.Consumer, $"data/{P}/m1/raw", monotonic: Given.StaleAfterMs));
        Assert.Equal(DenyReason.Stale, Ask(Access.Read, Given.Consumer, $"data/{P}/m1/raw", monotonic: stale));
        Assert.Equal(DenyReason.Stale, Ask(Access.Subscribe, Given.Consumer, $"data/{P}/m1/raw", monotonic: stale));
        Assert.Equal(DenyReason.Stale, Ask(Access.Read, Given.Consumer, $"certified/{P}", monotonic: stale));
        Assert.Equal(DenyReason.None, Ask(Access.Write, Given.Provider, $"ingest/{P}/m1", monotonic: stale));
        Assert.Equal(DenyReason.None, Ask(Access.Read, Given.Provider, $"data/{P}/m1/raw", monotonic: stale));
        Assert.Equal(DenyReason.None, Ask(Access.Subscribe, Given.Provider, $"receipts/{P}/#", monotonic: stale));
        Assert.Equal(DenyReason.None, Ask(Access.Write, Given.Operator, $"data/{P}/m1/raw", monotonic: stale));
        Assert.Equal(RuleStatus.Stale, _rules.Status(stale));
    }

    [Fact]
    public void Only_a_higher_block_ends_staleness()
    {
        Live();
        var late = 10 * Given.StaleAfterMs;
        _rules.Apply(new RuleChange.Beat(new(100, Given.HeadTime)), late);
        Assert.Equal(RuleStatus.Stale, _rules.Status(late));
        _rules.Apply(new RuleChange.Beat(new(99, Given.HeadTime)), late);
        Assert.Equal(RuleStatus.Stale, _rules.Status(late));
        _rules.Apply(new RuleChange.Beat(new(100, Given.HeadTime)), late);
        Assert.Equal(RuleStatus.Fresh, _rules.Status(late));
    }

    [Fact]
    public void A_snapshot_of_the_same_block_does_not_end_staleness()
    {
        Live();
        var late = 10 * Given.StaleAfterMs;
        _rules.Replace(Given.Snapshot(), late);
        Assert.Equal(RuleStatus.Stale, _rules.Status(late));
        _rules.Replace(Given.Snapshot() with { Head = new(101, Given.HeadTime) }, late);
        Assert.Equal(RuleStatus.Fresh, _rules.Status(late));
    }

    [Fact]
    public void Rules_from_disk_are_stale_until_the_feed_lives()
    {
        _rules.Load(Given.Snapshot(Given.Grant(1, $"data/{P}/#")));
        Assert.Equal(DenyReason.Stale, Ask(Access.Read, Given.Consumer, $"data/{P}/m1/raw"));
        Assert.Equal(DenyReason.None, Ask(Access.Write, Given.Provider, $"ingest/{P}/m1"));

        _rules.Replace(Given.Snapshot(Given.Grant(1, $"data/{P}/#")), 0);
        Assert.Equal(DenyReason.None, Ask(Access.Read, Given.Consumer, $"data/{P}/m1/raw"));
    }

    [Fact]
    public void The_shorter_limit_of_staleness_holds()
    {
        var strict = new RuleTable(staleAfterLimitMs: 5);
        strict.Replace(Given.Snapshot(), 0);
        Assert.Equal(RuleStatus.Stale, strict.Status(6));

        var lax = new RuleTable(staleAfterLimitMs: long.MaxValue);
        lax.Replace(Given.Snapshot(), 0);
        Assert.Equal(RuleStatus.Stale, lax.Status(Given.StaleAfterMs + 1));
        Assert.Equal(Given.StaleAfterMs, strict.Capture(1)!.StaleAfterMs);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RuleTable(0));
    }

    [Fact]
    public void Asking_allocates_nothing()
    {
        Live(Given.Grant(1, $"data/{P}/m1/raw"), Given.Grant(2, $"data/{P}/+/15min"));
        (Access, Address, byte[])[] questions =
        [
            (Access.Read, Given.Consumer, Bytes($"data/{P}/m1/raw")),
            (Access.Read, Given.Consumer, Bytes($"data/{P}/m2/15min")),
            (Access.Read, Given.Stranger, Bytes($"data/{P}/m1/raw")),
            (Access.Subscribe, Given.Consumer, Bytes($"$share/{C}/data/{P}/m1/raw")),
            (Access.Write, Given.Provider, Bytes($"ingest/{P}/m1")),
            (Access.Read, Given.Operator, Bytes($"ingest/{P}/m1")),
        ];
        var now = RuleClock.AtSecond(Given.HeadTime, 0);
        void AskAll()
        {
            foreach (var (access, wallet, topic) in questions)
                _rules.Decide(access, wallet, topic, now);
        }

        AskAll();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            AskAll();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task Readers_never_miss_a_grant_that_stays_while_others_come_and_go()
    {
        Live(Given.Grant(1, $"data/{P}/m1/raw"), Given.Grant(2, $"data/{P}/m2/+"));
        using var done = new CancellationTokenSource();
        var misses = Task.Run(() =>
        {
            var count = 0;
            while (!done.IsCancellationRequested)
            {
                if (Ask(Access.Read, Given.Consumer, $"data/{P}/m1/raw") != DenyReason.None) count++;
                if (Ask(Access.Read, Given.Consumer, $"data/{P}/m2/raw") != DenyReason.None) count++;
                if (Ask(Access.Read, Given.Consumer, $"certified/{P}") != DenyReason.None) count++;
            }

            return count;
        });

        for (var i = 0; i < 20_000; i++)
        {
            var id = 10 + i % 7;
            _rules.Apply(new RuleChange.AddGrant(Given.Grant(id, i % 2 == 0 ? $"data/{P}/m1/raw" : $"data/{P}/+/{i % 5}")), 0);
            _rules.Apply(new RuleChange.RevokeGrant(Given.Id(10 + (i + 3) % 7)), 0);
        }

        await done.CancelAsync();
        Assert.Equal(0, await misses);
    }

    [Fact]
    public void A_hundred_thousand_grants_of_one_pair_load_and_answer()
    {
        var grants = Enumerable.Range(0, 100_000).Select(i => Given.Grant(0, $"data/{P}/meter{i}/raw") with { Id = Number(i) }).ToArray();
        Live(grants);
        Assert.Equal(DenyReason.None, Ask(Access.Read, Given.Consumer, $"data/{P}/meter99999/raw"));
        Assert.Equal(DenyReason.NoGrant, Ask(Access.Read, Given.Consumer, $"data/{P}/meter100000/raw"));
        Assert.Equal(100_000, _rules.Capture(0)!.Grants.Count);
    }

    private void Live(params Grant[] grants) => _rules.Replace(Given.Snapshot(grants), 0);

    private DenyReason Ask(Access access, Address wallet, string topic, long wall = Given.HeadTime, long monotonic = 0)
    {
        var decision = _rules.Decide(access, wallet, Bytes(topic), RuleClock.AtSecond(wall, monotonic));
        Assert.Equal(decision.Allowed, decision.Reason == DenyReason.None);
        return decision.Reason;
    }

    private static string Of(string pattern, string wallet) => pattern.Replace("{0}", wallet, StringComparison.Ordinal);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static Hash256 Number(int number)
    {
        var bytes = new byte[Hash256.Length];
        BitConverter.TryWriteBytes(bytes, number);
        return new(bytes);
    }

    private DenyReason AskDevice(Access access, string device, string topic)
    {
        Assert.True(AccountName.TryParse(Bytes($"{P}/{device}"), out var account));
        return _rules.Decide(access, account, Bytes(topic), RuleClock.AtSecond(Given.HeadTime, 0)).Reason;
    }
}
