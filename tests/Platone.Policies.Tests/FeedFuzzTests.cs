using System.Text;
using Platone.Cryptography;

namespace Platone.Policies.Tests;

/// <summary>
/// Feeds that were changed on the way: nothing is in the table that no line of theirs says, and nothing costs more than a multiple of its length.
/// </summary>
public sealed class FeedFuzzTests
{
    // PLATONE_FUZZ_CASES asks for more, for the long runs.
    private static readonly int Cases = int.TryParse(Environment.GetEnvironmentVariable("PLATONE_FUZZ_CASES"), out var cases) ? cases : 10_000;

    private const int FirstSeed = 20_260_102;
    private const int BytesPerByte = 60;
    private const int BytesAtMostBesides = 100_000;

    private static readonly string P = Given.Provider.ToString();

    private static readonly byte[] Good = Encoding.UTF8.GetBytes(string.Concat(
        FeedWriter.Lines(Given.Snapshot(Given.Grant(1, $"data/{P}/m1/#"), Given.Grant(2, $"data/{P}/Zähler 7/raw", notBefore: 5, expiry: 9)))
            .Concat([
                "8 beat 101 1700000001", $"9 grant {Given.Id(3)} {P} {Given.Stranger} 0 9223372036854775807 data/{P}/+/raw", $"10 revoke {Given.Id(1)}",
                $"11 provider {Given.Stranger}", $"12 unprovider {Given.OtherProvider}",
            ])
            .Select(line => line + "\n")));

    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "\n", " ", "  ", "\t", "\r\n", "0", "00", "-1", "9223372036854775808", "1e9", "0x", "0X", "#", "+", "/", "/#", "data/", "$share/", "\0", "\u0085",
            "\u202E", "e\u0301", "\uFEFF", "🔌", "１",
            "snapshot 9 200 1700000000 30000\n", "end 7\n", "end 9\n", "key 0x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n",
            $"operator {Given.Stranger}\n", $"provider {Given.Stranger}\n", $"grant {Given.Id(9)} {P} {Given.Stranger} 0 1 #\n",
                $"13 grant {Given.Id(9)} {P} {Given.Stranger} 0 1 #\n", "8 beat 300 1\n",
            new string('x', 3000),
        }.Select(Encoding.UTF8.GetBytes),
        [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xFF], [0xF4, 0x90, 0x80, 0x80], [0xC2],
    ];

    [Fact]
    public void A_changed_feed_opens_nothing_that_none_of_its_lines_says()
    {
        var applied = 0;
        for (var seed = FirstSeed; seed < FirstSeed + Cases; seed++)
        {
            var random = new Random(seed);
            var feed = Mutated(random);
            try
            {
                if (Follow(random, feed) is not { } rules) continue;

                applied++;
                AssertSaid(rules, feed);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                Assert.Fail($"Seed {seed}, feed {Convert.ToHexString(feed)}: {problem}");
            }
        }

        // Else every feed would have been dropped before it did anything.
        Assert.InRange(applied, Cases / 10, Cases);
    }

    [Fact]
    public void A_damaged_file_is_refused_or_holds_what_its_lines_say()
    {
        for (var seed = FirstSeed; seed < FirstSeed + Cases; seed++)
        {
            var text = Mutated(new(seed), Good.AsSpan(0, Encoding.UTF8.GetString(Good).IndexOf("8 beat", StringComparison.Ordinal) + 1).ToArray());
            try
            {
                AssertSaid(FeedReader.ReadSnapshot(text), text);
            }
            catch (FeedException)
            {
                // Refused.
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                Assert.Fail($"Seed {seed}, file {Convert.ToHexString(text)}: {problem}");
            }
        }
    }

    /// <summary>Reads in chunks, as from a socket, until the feed's end or its first error.</summary>
    private static RuleSnapshot? Follow(Random random, byte[] feed)
    {
        var table = new RuleTable();
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var (reader, state) = (new FeedReader(), new FeedState(table));
            for (var at = 0; at < feed.Length;)
            {
                var length = random.Next(1, Math.Min(400, feed.Length - at) + 1);
                reader.Push(feed.AsSpan(at, length));
                at += length;
                while (reader.TryRead(out var message)) state.Apply(message, at);
            }
        }
        catch (FeedException)
        {
            // The one error there is; the table keeps what it has.
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated <= BytesAtMostBesides + ((long)BytesPerByte * feed.Length), $"{feed.Length} bytes cost {allocated}");
        return table.Capture(0);
    }

    /// <summary>Every rule's line, written here by hand, is one of the feed's lines, byte for byte.</summary>
    private static void AssertSaid(RuleSnapshot rules, byte[] feed)
    {
        var lines = Encoding.Latin1.GetString(feed).Split('\n')[..^1].Select(WithoutNumber).ToHashSet(StringComparer.Ordinal);
        foreach (var grant in rules.Grants)
            AssertIn($"grant {grant.Id} {grant.Provider} {grant.Consumer} {grant.NotBefore} {grant.Expiry} {Encoding.Latin1.GetString(grant.Filter.Utf8)}");
        foreach (var wallet in rules.Providers) AssertIn($"provider {wallet}");
        foreach (var wallet in rules.Operators) AssertIn($"operator {wallet}");
        AssertIn($"key 0x{Convert.ToHexStringLower(rules.Key.Bytes)}");

        void AssertIn(string line) => Assert.True(lines.Contains(line), $"no line says '{line}'");
    }

    private static string WithoutNumber(string line)
    {
        var word = line.TrimStart("0123456789".ToCharArray());
        return word.Length < line.Length && word.StartsWith(' ') ? word[1..] : line;
    }

    private static byte[] Mutated(Random random, byte[]? good = null)
    {
        var feed = good ?? Good;
        for (var count = random.Next(1, 5); count > 0; count--)
        {
            var at = random.Next(feed.Length + 1);
            var end = Math.Min(feed.Length, at + random.Next(120));
            feed = random.Next(9) switch
            {
                0 when at < feed.Length => [.. feed[..at], (byte)(feed[at] ^ (1 << random.Next(8))), .. feed[(at + 1)..]],
                1 when at < feed.Length => [.. feed[..at], (byte)random.Next(256), .. feed[(at + 1)..]],
                2 => feed[..at],
                3 => [.. feed[..at], .. feed[end..]],
                4 => [.. feed[..end], .. feed[at..]],
                5 => WithLines(random, feed, swap: true),
                6 => WithLines(random, feed, swap: false),
                _ => [.. feed[..at], .. Pieces[random.Next(Pieces.Length)], .. feed[at..]],
            };
        }

        return feed;
    }

    /// <summary>Two whole lines change places, or one comes twice.</summary>
    private static byte[] WithLines(Random random, byte[] feed, bool swap)
    {
        var lines = Encoding.Latin1.GetString(feed).Split('\n').ToList();
        var (one, other) = (random.Next(lines.Count), random.Next(lines.Count));
        if (swap) (lines[one], lines[other]) = (lines[other], lines[one]);
        else lines.Insert(other, lines[one]);
        return Encoding.Latin1.GetBytes(string.Join('\n', lines));
    }
}
