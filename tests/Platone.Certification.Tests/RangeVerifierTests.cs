using System.Text;
using System.Text.Json.Nodes;
using Platone.Cryptography;

namespace Platone.Certification.Tests;

public sealed class RangeVerifierTests
{
    private static readonly ulong[] None = [];

    /// <summary>Stream 1 has numbers 1 to 9 in batches 1, 3 and 4; streams 0 and 2 are its neighbours in the order of leaves, or not there.</summary>
    private static readonly ProvenRange Range = new(
        Batch((0, [1, 2]), (1, [1, 2, 3]), (2, [1])), Batch((0, [3]), (2, [2, 3])), Batch((1, [4, 5, 6, 7])), Batch((0, [4]), (1, [8, 9]), (2, [4])));

    [Fact]
    public void Every_range_of_a_stream_is_proved_with_all_of_its_readings()
    {
        for (ulong first = 1; first <= 9; first++)
        {
            for (var last = first; last <= 9; last++)
            {
                var result = Range.Verify(Range.Proof(1, first, last));

                Assert.True(result.Valid, Failures(result));
                Assert.Equal((int)(last - first + 1), result.Readings);
                Assert.Empty(result.Missing);
                Assert.Equal(["format", "batches", "index", "path", "range", "account", "storage", "block"], result.Checks.Select(check => check.Name));
            }
        }
    }

    [Fact]
    public void Random_streams_over_random_batches_prove_every_range_that_begins_and_ends_with_readings()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var cases = int.TryParse(Environment.GetEnvironmentVariable("PLATONE_FUZZ_CASES"), out var asked) ? asked / 1_000 : 100;
        for (var i = 0; i < cases; i++)
        {
            var next = new ulong[4];
            var batches = Enumerable.Range(0, random.Next(1, 6)).Select(_ => Batch([.. Enumerable.Range(0, 4)
                .Select(stream => (stream, Enumerable.Range(0, random.Next(6)).Select(_ => next[stream] += (ulong)random.Next(1, 3)).ToArray()))
                .Where((pair, place) => pair.Item2.Length > 0 || place == 0)
                .Select(pair => pair.Item2.Length == 0 ? (pair.stream, [++next[pair.stream]]) : pair)])).ToArray();
            var range = new ProvenRange(batches);
            for (var stream = 0; stream < 4; stream++)
            {
                var all = batches.SelectMany(batch => batch.GetValueOrDefault(stream, None)).ToList();
                if (all.Count == 0) continue;

                var (from, to) = (random.Next(all.Count), random.Next(all.Count));
                var (first, last) = (Math.Min(all[from], all[to]), Math.Max(all[from], all[to]));
                var result = range.Verify(range.Proof(stream, first, last));

                Assert.True(result.Valid, $"seed {seed}, case {i}, stream {stream}, {first} to {last}: {Failures(result)}");
                var expected = all.Where(number => number >= first && number <= last).ToHashSet();
                Assert.Equal(expected.Count, result.Readings);
                var missing = result.Missing.SelectMany(run => Enumerable.Range((int)run.From, (int)(run.To - run.From) + 1)).Select(number => (ulong)number);
                Assert.Equal(Enumerable.Range((int)first, (int)(last - first) + 1).Select(number => (ulong)number).Except(expected), missing);
            }
        }
    }

    [Fact]
    public void A_gap_in_the_numbers_is_shown()
    {
        var range = new ProvenRange(Batch((1, [1, 2, 5])), Batch((1, [9, 10])));

        var result = range.Verify(range.Proof(1, 1, 10));

        Assert.True(result.Valid, Failures(result));
        Assert.Equal([new NumberRun(3, 4), new NumberRun(6, 8)], result.Missing);
    }

    [Theory]
    [InlineData(1, "range")]
    [InlineData(3, "range")]
    [InlineData(4, "range")]
    [InlineData(7, "range")]
    [InlineData(8, "range")]
    [InlineData(9, "range")]
    public void A_reading_that_is_left_out_at_the_edge_of_a_batch_is_missed(ulong hidden, string check) =>
        AssertFails(Range.Proof(1, 1, 9, reading => reading.Sequence != hidden), check);

    [Fact]
    public void A_reading_that_is_left_out_within_a_batch_breaks_the_path() =>
        AssertFails(Range.Proof(1, 1, 9, reading => reading.Sequence != 5), "path", "range");

    [Fact]
    public void All_of_a_batch_cannot_be_left_out()
    {
        AssertFails(Range.Proof(1, 1, 9, reading => reading.Batch != 3), "index");
        var file = Range.Proof(1, 1, 9);
        AssertFails(file with { Batches = [.. file.Batches.Where((_, i) => i != 1)] }, "batches");
        AssertFails(file with { Batches = [.. file.Batches.Take(2), file.Batches[3]] }, "batches");
        AssertFails(file with { Batches = [.. file.Batches.SkipLast(1)] }, "range", "storage");
    }

    [Fact]
    public void Readings_cannot_be_swapped_doubled_or_changed()
    {
        var file = Range.Proof(1, 4, 7);
        var readings = file.Batches[2].Segment!.Readings;

        AssertFails(With([readings[1], readings[0], readings[2], readings[3]]), "path", "range");
        AssertFails(With([readings[0], readings[0], readings[2], readings[3]]), "path", "range");
        AssertFails(With([readings[0] with { Value = "7" }, .. readings.Skip(1)]), "path");
        AssertFails(With([readings[0] with { Time = "2026-01-01T00:00:09.000000Z" }, .. readings.Skip(1)]), "path");
        AssertFails(With([readings[0] with { Replaces = 3 }, .. readings.Skip(1)]), "path");

        RangeProofFile With(IReadOnlyList<RangeReading> changed) => WithSegment(file, file.Batches[2].Segment! with { Readings = changed });
    }

    [Fact]
    public void A_claim_of_more_numbers_than_are_shown_is_refused()
    {
        AssertFails(Range.Proof(1, 2, 6) with { First = 1 }, "range");
        AssertFails(Range.Proof(1, 2, 6) with { Last = 7 }, "range");
        AssertFails(Range.Proof(1, 1, 9) with { Last = 100 }, "range");
    }

    [Fact]
    public void Another_streams_entry_hides_nothing()
    {
        var (file, other) = (Range.Proof(1, 1, 9), Range.Proof(2, 1, 4));
        var hidden = new RangeBatch(file.Batches[0].Batch, other.Batches[0].Index);

        AssertFails(file with { First = 4, Batches = [hidden, .. file.Batches.Skip(1)] }, "index");
        AssertFails(file with { Stream = ProvenRange.Stream(2).ToString() }, "index", "path");
    }

    [Fact]
    public void A_batch_without_the_stream_shows_its_neighbours_in_the_index()
    {
        var index = Range.Proof(1, 1, 9).Batches[1].Index;

        // Whether a stream's place is at an end of the index or between two others is by its hash: of thirty some are here and some there.
        Assert.Equal([1, 2], Enumerable.Range(10, 30).Select(stream => Range.Proof(stream, 1, 1).Batches[0].Index.Entries.Count).Distinct().Order());
        AssertFails(WithIndex(Range.Proof(1, 1, 9).Batches[0].Index), "index");
        AssertFails(WithIndex(index with { Position = index.Position + 1 }), "index");
        AssertFails(WithIndex(index with { Entries = [] }), "index");

        static RangeProofFile WithIndex(RangeIndex changed)
        {
            var file = Range.Proof(1, 1, 9);
            return file with { Batches = [file.Batches[0], file.Batches[1] with { Index = changed }, .. file.Batches.Skip(2)] };
        }
    }

    [Fact]
    public void Every_flipped_bit_is_rejected()
    {
        var whole = Range.Proof(1, 2, 8).ToJson();
        var parts = Texts(JsonNode.Parse(whole)).Where(text => text.StartsWith("0x", StringComparison.Ordinal) && text.Length > 2).Distinct().ToList();
        Assert.True(parts.Sum(part => part.Length) > 5_000);

        Parallel.ForEach(parts, part =>
        {
            for (var bit = 0; bit < 4 * (part.Length - 2); bit++)
            {
                var place = 2 + (bit / 4);
                var digit = "0123456789abcdef"[Convert.ToInt32(part[place..(place + 1)], 16) ^ (1 << (bit % 4))];
                var at = whole.IndexOf($"\"{part}\"", StringComparison.Ordinal) + 1;
                var changed = whole[..(at + place)] + digit + whole[(at + place + 1)..];

                var result = RangeVerifier.Verify(Encoding.UTF8.GetBytes(changed))
                    .TrustingBlock(Range.Chain.BlockHash)
                    .TrustingValidators(Range.Chain.Validators);
                Assert.False(result.Valid, $"bit {bit} of {part}");
            }
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"format":"platone-range-proof","version":1}""")]
    [InlineData("""{"format":7}""")]
    public void Rubbish_fails_the_format(string json) =>
        Assert.Equal(["format"], RangeVerifier.Verify(Encoding.UTF8.GetBytes(json)).Checks.Select(check => check.Name));

    [Theory]
    [InlineData("$.batches[1]")]
    [InlineData("$.batches[1].index")]
    [InlineData("$.batches[2].segment")]
    [InlineData("$.batches[2].segment.readings[0]")]
    public void A_null_for_a_part_fails_the_format(string path)
    {
        var file = JsonNode.Parse(Range.Proof(1, 1, 9).ToJson())!;
        Objects(file).Single(part => part.GetPath() == path).ReplaceWith<JsonNode?>(null);

        Assert.Equal(["format"], RangeVerifier.Verify(Encoding.UTF8.GetBytes(file.ToJsonString())).Checks.Select(check => check.Name));
    }

    /// <summary>Numbers of batches end where their type does, and do not begin again.</summary>
    [Fact]
    public void No_batch_follows_the_last_number()
    {
        var file = Range.Proof(1, 1, 9);
        var last = BatchRecord.Decode(Hex.Decode(file.Batches[0].Batch)) with { Number = ulong.MaxValue };
        var zero = BatchRecord.Decode(Hex.Decode(file.Batches[1].Batch)) with { Number = 0, Previous = last.Hash() };
        RangeBatch[] batches = [With(file.Batches[0], last), With(file.Batches[1], zero)];

        Assert.Contains(Range.Verify(file with { Batches = batches }).Checks, check => check is { Name: "batches", Ok: false });

        static RangeBatch With(RangeBatch batch, BatchRecord record) => batch with { Batch = Hex.Encode(record.Encode()) };
    }

    [Theory]
    [InlineData("""{"format":"platone-range-proof"}""", true)]
    [InlineData("""{"format":"platone-proof"}""", false)]
    [InlineData("""{"format":7}""", false)]
    [InlineData("[]", false)]
    [InlineData("{", false)]
    [InlineData("", false)]
    public void A_range_is_told_by_its_format(string json, bool isOne) =>
        Assert.Equal(isOne, AnyProof.FormatOf(Encoding.UTF8.GetBytes(json)) == RangeProofFile.FormatName);

    private static RangeProofFile WithSegment(RangeProofFile file, RangeSegment segment) =>
        file with
        {
            Batches =
            [
                .. file.Batches.Select(
                    batch => batch.Segment is not null && batch.Segment.Position == segment.Position ? batch with { Segment = segment } : batch),
            ],
        };

    private static void AssertFails(RangeProofFile file, params string[] checks)
    {
        var result = Range.Verify(file);

        Assert.False(result.Valid);
        Assert.Equal(checks, result.Checks.Where(check => !check.Ok && check.Name != "block").Select(check => check.Name));
    }

    private static string Failures(RangeResult result) => string.Join(", ", result.Checks.Where(check => !check.Ok));

    private static Dictionary<int, ulong[]> Batch(params (int Stream, ulong[] Numbers)[] streams) =>
        streams.ToDictionary(pair => pair.Stream, pair => pair.Numbers);

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject members => [members, .. members.SelectMany(member => Objects(member.Value))],
        JsonArray items => items.SelectMany(Objects),
        _ => [],
    };

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Texts(member.Value)),
        JsonArray items => items.SelectMany(Texts),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };
}
