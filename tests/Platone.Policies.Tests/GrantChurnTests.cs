using System.Text;
using Platone.Cryptography;

namespace Platone.Policies.Tests;

/// <summary>A table whose grants come and go, against a plain list of them.</summary>
public sealed class GrantChurnTests
{
    private const int Seed = 20_260_107;
    private const int Changes = 20_000;

    private static readonly string P = Given.Provider.ToString();

    [Fact]
    public void Says_what_a_list_says_whatever_came_and_went()
    {
        var (random, table, list) = (new Random(Seed), NewTable(), new List<Grant>());
        for (var change = 0; change < Changes; change++)
        {
            // More and fewer by turns, so that tables grow, fill with what is gone and are made anew. Some grants name the same topic for the same
            // consumer.
            if (list.Count == 0 || random.Next(1000) < (change / 2000 % 2 == 0 ? 700 : 300))
            {
                list.Add(Given.Grant(change, $"data/{P}/m{random.Next(200)}/raw", consumer: Given.Wallet(10 + random.Next(10))));
                table.Apply(new RuleChange.AddGrant(list[^1]), 0);
            }
            else
            {
                var at = random.Next(list.Count);
                table.Apply(new RuleChange.RevokeGrant(list[at].Id), 0);
                list.RemoveAt(at);
            }

            var (consumer, topic) = (Given.Wallet(10 + random.Next(10)), $"data/{P}/m{random.Next(200)}/raw");
            var isGranted = list.Exists(grant => grant.Consumer == consumer && grant.Filter.ToString() == topic);
            Assert.True(isGranted == Hears(table, consumer, topic), $"Change {change}: {consumer} on {topic}");
        }
    }

    [Fact]
    public async Task A_grant_that_stays_holds_while_others_come_and_go()
    {
        var (table, staying) = (NewTable(), Enumerable.Range(0, 50).Select(i => Given.Grant(i, $"data/{P}/stays-{i}/raw")).ToList());
        foreach (var grant in staying) table.Apply(new RuleChange.AddGrant(grant), 0);
        using var done = new CancellationTokenSource();
        var asking = Task.Run(() =>
        {
            do
            {
                Assert.All(staying, grant => Assert.True(Hears(table, grant.Consumer, grant.Filter.ToString())));
            }
            while (!done.IsCancellationRequested);
        }, TestContext.Current.CancellationToken);

        for (var round = 0; round < 20; round++)
        {
            var coming = Enumerable.Range(1000, 1000).Select(i => Given.Grant(i, $"data/{P}/goes-{i}/raw")).ToList();
            foreach (var grant in coming) table.Apply(new RuleChange.AddGrant(grant), 0);
            foreach (var grant in coming) table.Apply(new RuleChange.RevokeGrant(grant.Id), 0);
        }

        await done.CancelAsync();
        await asking;
    }

    private static RuleTable NewTable()
    {
        var table = new RuleTable();
        table.Replace(Given.Snapshot(), 0);
        return table;
    }

    private static bool Hears(RuleTable table, Address consumer, string topic) =>
        table.Decide(Access.Read, consumer, Encoding.UTF8.GetBytes(topic), RuleClock.AtSecond(Given.HeadTime, 0)).Allowed;
}
