using System.Text;
using Platone.Cryptography;

namespace Platone.Policies.Tests;

/// <summary>Topics and filters of a client's free choice: the table allows what the rules as they are written allow, and nothing else.</summary>
public sealed class HostileTopicTests
{
    // PLATONE_FUZZ_CASES asks for more, for the long runs.
    private static readonly int Cases = int.TryParse(Environment.GetEnvironmentVariable("PLATONE_FUZZ_CASES"), out var cases) ? cases : 20_000;

    private const int FirstSeed = 20_260_103;
    private const long Now = Given.HeadTime;

    private static readonly string P = Given.Provider.ToString();
    private static readonly Address[] Wallets = [Given.Operator, Given.Provider, Given.OtherProvider, Given.Consumer, Given.Stranger];

    private static readonly RuleSnapshot Rules = Given.Snapshot(
        Given.Grant(1, $"data/{P}/m1/raw"), Given.Grant(2, $"data/{P}/m2/#"), Given.Grant(3, $"data/{P}/+/1min"), Given.Grant(4, $"data/{P}/é/raw"),
        Given.Grant(5, "#", provider: Given.OtherProvider, consumer: Given.Stranger), Given.Grant(6, $"data/{P}/m3/raw", expiry: Now),
        Given.Grant(7, $"data/{P}/m4/raw", notBefore: Now + 1), Given.Grant(8, "+/+/m5/raw", provider: Given.OtherProvider));

    // What a level may be: what the rules know, and what looks like it.
    private static readonly string[] Levels =
    [
        "data", "ingest", "receipts", "errors", "certified", "access", "$SYS", "$share",
        "DATA", "dаta", "data\u200B", "", "+", "#", "m1", "m2", "m3", "m4", "m5",
        "raw", "1min", "ra\u0000w", "é", "e\u0301", "É",
        "m1+", "#x", "..", "%2F", "／", "∕", "\u202Em1", "\uFEFF", "🔌", "\u0085", " ", "m1 ", "\uFFFD", .. Wallets.Select(wallet => wallet.ToString()),
        .. Wallets.Select(wallet => wallet.ToChecksumString()),
        Given.Provider.ToString()[2..], Given.Provider.ToString() + "0", Given.Provider.ToString()[..^1], "0X" + Given.Provider.ToString()[2..],
        new string('m', 900),
    ];

    private static readonly byte[][] NoText = [[0xC0, 0xAF], [0xC0, 0xAB], [0xE0, 0x80, 0xA3], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xFF], [0xF4, 0x90,
        0x80, 0x80], [0xC3], [0x80]];

    [Fact]
    public void Whatever_a_client_asks_for_the_answer_is_the_rules_own()
    {
        var table = new RuleTable();
        table.Replace(Rules, 0);
        var naive = new NaiveRules(Rules, Now);
        var allowed = 0;
        for (var seed = FirstSeed; seed < FirstSeed + Cases; seed++)
        {
            var random = new Random(seed);
            var (wallet, text) = (Wallets[random.Next(Wallets.Length)], Question(random));
            foreach (var access in Enum.GetValues<Access>())
            {
                var answer = table.Decide(access, wallet, text, RuleClock.AtSecond(Now, 0)).Allowed;
                if (answer != naive.Allows(access, wallet, text))
                {
                    Assert.Fail(
                        $"Seed {seed}: {access} of {wallet} on {Convert.ToHexString(text)} ({Encoding.UTF8.GetString(text)}) "
                        + $"is {(answer ? "allowed" : "denied")}");
                }

                if (answer && wallet != Given.Operator) allowed++;
            }
        }

        // Else the questions would all be nonsense.
        Assert.InRange(allowed, Cases / 50, Cases);
    }

    [Fact]
    public void What_is_no_text_is_nobody_s_topic_not_even_an_operator_s()
    {
        var table = new RuleTable();
        table.Replace(Rules, 0);
        foreach (var bytes in NoText)
        {
            byte[] topic = [.. Encoding.ASCII.GetBytes($"data/{P}/"), .. bytes];
            foreach (var access in Enum.GetValues<Access>())
                Assert.Equal(DenyReason.InvalidTopic, table.Decide(access, Given.Operator, topic, RuleClock.AtSecond(Now, 0)).Reason);
        }
    }

    [Fact]
    public void A_look_alike_of_a_granted_topic_is_not_granted()
    {
        var table = new RuleTable();
        table.Replace(Rules, 0);
        bool Reads(string topic) => table.Decide(Access.Read, Given.Consumer, Encoding.UTF8.GetBytes(topic), RuleClock.AtSecond(Now, 0)).Allowed;

        Assert.True(Reads($"data/{P}/m1/raw"));
        Assert.True(Reads($"data/{P}/\u00E9/raw"));
        foreach (var topic in new[] { $"data/{P}/e\u0301/raw", $"data/{P}/m1\u200B/raw", $"dаta/{P}/m1/raw",
            $"data/{Given.Provider.ToChecksumString()}/m1/raw", $"data/{P}／m1/raw", $"/data/{P}/m1/raw" })
            Assert.False(Reads(topic), topic);
    }

    /// <summary>Mostly near to something that is allowed: far from it everything is denied for the same reason.</summary>
    private static byte[] Question(Random random)
    {
        var text = random.Next(8) switch
        {
            0 => string.Join('/', Enumerable.Range(0, random.Next(1, 7)).Select(_ => Pick(random, Levels))),
            1 => $"$share/{Pick(random, Levels)}/{Near(random)}",
            _ => Near(random),
        };
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length == 0) return bytes;

        var at = random.Next(bytes.Length);
        return random.Next(12) switch
        {
            0 => [.. bytes[..at], (byte)(bytes[at] ^ (1 << random.Next(8))), .. bytes[(at + 1)..]],
            1 => [.. bytes[..at], .. NoText[random.Next(NoText.Length)], .. bytes[at..]],
            2 => bytes[..at],
            3 => [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(5))..]],
            _ => bytes,
        };
    }

    private static string Near(Random random)
    {
        var levels = new List<string> { Pick(random, Levels.AsSpan(0, 5)), Pick(random, Wallets).ToString(), Pick(random, ["m1", "m2", "m3", "m4", "m5", "é",
            "+", "#"]), Pick(random, ["raw", "1min", "+", "#"]) };
        levels = levels[..random.Next(2, 5)];
        if (random.Next(3) == 0) levels[random.Next(levels.Count)] = Pick(random, Levels);
        if (random.Next(6) == 0) levels.Insert(random.Next(levels.Count + 1), Pick(random, Levels));
        return string.Join('/', levels);
    }

    private static T Pick<T>(Random random, ReadOnlySpan<T> choices) => choices[random.Next(choices.Length)];
}
