using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Platone.Policies.Tests;

/// <summary>
/// Every filter of up to three levels against every topic of up to four, by two oracles that share no code with ours; and longer ones at random by
/// Mosquitto's own function.
/// </summary>
public sealed partial class TopicFilterOracleTests
{
    private const int FirstSeed = 20_260_106;

    private static readonly int RandomPairs = Environment.GetEnvironmentVariable("PLATONE_LONG") == "1" ? 1_000_000 : 10_000;
    private static readonly string[] Topics = [.. Texts(["a", "b", "$x", "", "z"], maxLevels: 4).Where(t => t.Length > 0)];
    private static readonly string[] Filters =
        [.. Texts(["a", "b", "$x", "", "+", "#"], maxLevels: 3).Where(t => t.Length > 0 && !t.Contains("#/", StringComparison.Ordinal))];

    [Fact]
    public void Matches_what_a_regular_expression_matches()
    {
        foreach (var filter in Filters)
        {
            var ours = new TopicFilter(filter);
            var theirs = ToRegex(filter);
            foreach (var topic in Topics)
                Assert.True(theirs.IsMatch(topic) == ours.Matches(topic), $"{filter} on {topic}");
        }
    }

    [Fact]
    public void Matches_what_Mosquitto_matches()
    {
        Assert.SkipUnless(NativeLibrary.TryLoad(LibMosquitto, out _), "libmosquitto.so.1 is not installed");
        foreach (var filter in Filters)
        {
            var ours = new TopicFilter(filter);
            foreach (var topic in Topics)
            {
                Assert.Equal(0, mosquitto_topic_matches_sub(filter, topic, out var theirs));
                Assert.True(theirs == ours.Matches(topic), $"{filter} on {topic}: Mosquitto says {theirs}");
            }
        }
    }

    [Fact]
    public void Matches_what_Mosquitto_matches_for_random_pairs()
    {
        Assert.SkipUnless(NativeLibrary.TryLoad(LibMosquitto, out _), "libmosquitto.so.1 is not installed");
        var matches = 0;
        for (var seed = FirstSeed; seed < FirstSeed + RandomPairs; seed++)
        {
            var (filter, topic) = RandomPair(new(seed));
            Assert.Equal(0, mosquitto_topic_matches_sub(filter, topic, out var theirs));
            Assert.True(theirs == new TopicFilter(filter).Matches(topic), $"Seed {seed}: {filter} on {topic}: Mosquitto says {theirs}");
            if (theirs) matches++;
        }

        Assert.InRange(matches, RandomPairs / 5, RandomPairs * 4 / 5);
    }

    /// <summary>A topic, and a filter that was made of it by a change or two: pairs that have nothing in common tell little.</summary>
    private static (string Filter, string Topic) RandomPair(Random random)
    {
        string[] levels = ["", "a", "b", "aa", "é", "🔌", "$SYS", "data", "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266", "pmu 1", "raw"];
        List<string> topic = [.. Enumerable.Range(0, random.Next(2, 9)).Select(_ => levels[random.Next(levels.Length)])];
        var filter = topic.ToList();
        for (var changes = random.Next(4); changes > 0; changes--)
        {
            var at = random.Next(filter.Count);
            switch (random.Next(5))
            {
                case 0: filter[at] = levels[random.Next(levels.Length)]; break;
                case 1: filter.Insert(at, levels[random.Next(levels.Length)]); break;
                default: filter[at] = "+"; break;
            }
        }

        if (random.Next(3) == 0) filter = [.. filter.Take(random.Next(filter.Count + 1)), "#"];
        return (string.Join('/', filter), string.Join('/', topic));
    }

    /// <summary>With a level that no filter spells and one level more than any filter has, these topics tell all filters apart.</summary>
    [Fact]
    public void Covers_exactly_the_filters_whose_topics_it_matches()
    {
        var sets = Filters.ToDictionary(f => f, f => MatchesOf(ToRegex(f)));
        foreach (var wide in Filters)
        {
            var ours = new TopicFilter(wide);
            foreach (var narrow in Filters)
                Assert.True(IsSubset(sets[narrow], sets[wide]) == ours.Covers(new TopicFilter(narrow)), $"{wide} over {narrow}");
        }
    }

    private const string LibMosquitto = "libmosquitto.so.1";

    [LibraryImport(LibMosquitto, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mosquitto_topic_matches_sub(string filter, string topic, [MarshalAs(UnmanagedType.U1)] out bool result);

    private static IEnumerable<string> Texts(string[] levels, int maxLevels)
    {
        string[] current = levels;
        for (var count = 1; count <= maxLevels; count++)
        {
            foreach (var text in current)
                yield return text;
            current = [.. current.SelectMany(text => levels.Select(level => $"{text}/{level}"))];
        }
    }

    private static Regex ToRegex(string filter)
    {
        var pattern = string.Join('/', filter.Split('/').Select(level => level switch { "+" => "[^/]*", "#" => ".*", _ => Regex.Escape(level) }));
        if (pattern.EndsWith("/.*", StringComparison.Ordinal)) pattern = pattern[..^3] + "(/.*)?";
        var guard = filter[0] == '$' ? "" : @"(?!\$)";
        return new($"^{guard}{pattern}$", RegexOptions.CultureInvariant);
    }

    private static bool[] MatchesOf(Regex filter) => [.. Topics.Select(topic => filter.IsMatch(topic))];

    private static bool IsSubset(bool[] inner, bool[] outer)
    {
        for (var i = 0; i < inner.Length; i++)
        {
            if (inner[i] && !outer[i]) return false;
        }

        return true;
    }
}
