using System.Text;
using System.Text.Json.Nodes;
using Platone.Testing;
using Question = Platone.Testing.IndependentVerifier.Question;

namespace Platone.Certification.Tests;

/// <summary>A verifier of range proofs that was written from docs/proofs.md agrees with ours.</summary>
public sealed class IndependentRangeVerifierTests
{
    private const int Seed = 20_261_128;

    /// <summary>The other verifier takes milliseconds a file, and with signatures tens of them.</summary>
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("PLATONE_LONG") == "1";

    private static readonly int RandomFiles = IsLong ? 500 : 150;

    /// <summary>Streams 0 to 2 with revisions and gaps, each of them in some of the batches.</summary>
    private static readonly ProvenRange Range = new(
        Batch((0, [1, 2]), (1, [1, 2, 3]), (2, [1])), Batch((0, [3]), (2, [2, 3])), Batch((1, [4, 5, 7, 8])), Batch((0, [4]), (1, [10, 11]), (2, [4])));

    [Fact]
    public async Task It_believes_every_range_that_we_prove()
    {
        ulong[][] numbers = [[1, 2, 3, 4], [1, 2, 3, 4, 5, 7, 8, 10, 11], [1, 2, 3, 4]];
        var files = new List<RangeProofFile>();
        for (var stream = 0; stream < numbers.Length; stream++)
        {
            foreach (var first in numbers[stream])
                foreach (var last in numbers[stream].Where(last => last >= first)) files.Add(Range.Proof(stream, first, last));
        }

        var questions = files.Select(file => new Question(file.ToJson(), $"{Range.Chain.BlockHash}", Contract: $"{ProvenChain.Contract}"));

        Assert.All(await AskAsync(questions), Assert.Empty);
    }

    [Fact]
    public async Task It_misses_what_is_left_out_as_we_do()
    {
        var random = new Random(Seed);
        var files = new List<string>();
        for (var i = 0; i < RandomFiles; i++)
        {
            var (first, last) = ((ulong)random.Next(1, 12), (ulong)random.Next(1, 12));
            var file = Range.Proof(random.Next(4), first, last, reading => reading.Sequence >= first && reading.Sequence <= last && random.Next(8) > 0);
            files.Add((file with { Batches = [file.Batches[0], .. file.Batches.Skip(1).Where(_ => random.Next(12) > 0)] }).ToJson());
        }

        await AssertSameAsync(files, new(File: "", BlockHash: $"{Range.Chain.BlockHash}"), "batches", "index", "path", "range", "storage");
    }

    /// <summary>Hashes that are right over records, entries and numbers that are not.</summary>
    [Fact]
    public async Task It_refuses_what_certifiers_say_wrongly_as_we_do()
    {
        var random = new Random(Seed + 1);
        var files = Enumerable.Range(0, RandomFiles).Select(_ => ForgedRange.Next(random)).ToList();
        var validators = string.Join(',', Range.Chain.Validators.Validators.Select(validator => $"\"{validator}\""));

        await AssertSameAsync(files, new(File: "", Validators: $$"""{"validators":[{{validators}}]}"""), "", "batches", "index", "path", "range");
    }

    /// <summary>Whatever is signed: nothing, some, all, by one key or two.</summary>
    [Fact]
    public async Task It_believes_signed_ranges_and_misses_signatures_that_are_left_out_or_moved_as_we_do()
    {
        var questions = new List<Question>();
        var expected = new List<string>();
        foreach (var every in new ulong[] { 1, 2, 3 })
        {
            var range = new ProvenRange(number => number % every == 0, Batch((0, [1, 2]), (1, [1, 2, 3])), Batch((0, [3])), Batch((1, [4, 5, 6])));
            var file = range.Proof(1, 1, 6);
            Add(range, file);
            Add(range, range.Proof(1, 1, 1));
            Add(range, file with { Chain = file.Chain with { Devices = null } });
            Add(range, file with { Chain = file.Chain with { Devices = [.. file.Chain.Devices!.Reverse()] } });
            Add(range, file with { Chain = file.Chain with { Devices = [file.Chain.Devices![0]] } });
            Add(range, WithSecond(file, null));
            Add(range, WithSecond(file, file.Batches[0].Segment!.Readings[2].Signature));
        }

        var found = (await AskAsync(questions)).Select(failed => string.Join(' ', failed)).ToList();

        Assert.Equal(expected, found);
        Assert.Equal(["", "device"], found.Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["", "", "device", "device", "device", "device", "device"], found[..7]);

        void Add(ProvenRange range, RangeProofFile file)
        {
            questions.Add(new(file.ToJson(), $"{range.Chain.BlockHash}", Contract: $"{ProvenChain.Contract}"));
            expected.Add(string.Join(' ', range.Verify(file).Checks.Where(check => !check.Ok).Select(check => check.Name)));
        }

        static RangeProofFile WithSecond(RangeProofFile file, string? signature)
        {
            var segment = file.Batches[0].Segment!;
            var readings = segment.Readings.Select((reading, i) => i == 1 ? reading with { Signature = signature } : reading);
            return file with { Batches = [file.Batches[0] with { Segment = segment with { Readings = [.. readings] } }, .. file.Batches.Skip(1)] };
        }
    }

    /// <summary>
    /// One of so many bits, an odd number, so that each place within a byte has its turn; fewer of the signed one, because each costs four signatures.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_refuses_every_bit_that_is_changed(bool signed)
    {
        var range = signed ? new ProvenRange(_ => true, Batch((0, [1, 2]), (1, [1, 2, 3])), Batch((1, [4, 5, 7, 10]))) : Range;
        var whole = range.Proof(1, 2, 10).ToJson();
        var step = (signed, IsLong) switch { (true, true) => 97, (false, true) => 53, (true, false) => 389, (false, false) => 211 };
        var questions = new List<Question>();
        foreach (var (number, part) in Texts(JsonNode.Parse(whole)).Where(text => text is ['0', 'x', _, ..]).Distinct().Index())
        {
            // Each part has at least one, and not all of them the same.
            for (var bit = number * 37 % Math.Min(step, 4 * (part.Length - 2)); bit < 4 * (part.Length - 2); bit += step)
            {
                var place = 2 + (bit / 4);
                var digit = "0123456789abcdef"[Convert.ToInt32(part[place..(place + 1)], 16) ^ (1 << (bit % 4))];
                var at = whole.IndexOf($"\"{part}\"", StringComparison.Ordinal) + 1;
                var changed = whole[..(at + place)] + digit + whole[(at + place + 1)..];
                questions.Add(new(changed, $"{range.Chain.BlockHash}", Contract: $"{ProvenChain.Contract}"));
            }
        }

        // The seals are not looked at where the block is known.
        var header = whole.IndexOf("\"header\"", StringComparison.Ordinal);
        var failed = await AskAsync(questions);
        Assert.InRange(questions.Count, (signed ? 200 : 300) / (IsLong ? 1 : 4), 4_000);
        Assert.All(failed.Zip(questions).Where(pair => pair.First.Length == 0), pair => Assert.Equal(whole[..header], pair.Second.File[..header]));
        Assert.True(failed.Count(checks => checks.Length == 0) < questions.Count / 5, "More than the seals can be changed.");
    }

    [Fact]
    public async Task It_refuses_other_forms()
    {
        var whole = Range.Proof(1, 2, 10).ToJson();
        (string Found, string Put)[] changes =
        [
            ("\"first\": 2", "\"first\": 2.0"), ("\"first\": 2", "\"first\": \"2\""), ("\"first\": 2", "\"first\": 2, \"first\": 2"), ("\"last\"", "\"Last\""),
            ("\"version\": 1", "\"version\": 2"), ("platone-range-proof", "platone-proof"), ("\"segment\": {", "\"segment\": null, \"other\": {"),
            ("\"replaces\": 2", "\"replaces\": null"), ("\"index\": {", "\"index\": { \"remark\": 1,"), ("\"batches\": [", "\"batches\": [ null,"),
        ];
        Assert.All(changes, change => Assert.Contains(change.Found, whole, StringComparison.Ordinal));
        var files = changes.Select(change => whole.Replace(change.Found, change.Put, StringComparison.Ordinal));

        Assert.All(await AskAsync(files.Select(file => new Question(file, $"{Range.Chain.BlockHash}"))), failed => Assert.Equal(["format"], failed));
    }

    /// <param name="wanted">Each of these fails in some of the files; empty where nothing does.</param>
    private static async Task AssertSameAsync(List<string> files, Question trust, params string[] wanted)
    {
        var ours = files.ConvertAll(file => RangeVerifier.Verify(Encoding.UTF8.GetBytes(file))).ConvertAll(result =>
            trust.Validators is null ? result.TrustingBlock(Range.Chain.BlockHash) : result.TrustingValidators(Range.Chain.Validators));
        var expected = ours.ConvertAll(verdict => string.Join(' ', verdict.Checks.Where(check => !check.Ok).Select(check => check.Name)));

        var found = (await AskAsync(files.Select(file => trust with { File = file }))).Select(failed => string.Join(' ', failed));

        Assert.Equal(expected, found);
        Assert.All(wanted, check => Assert.Contains(expected, failed => failed == check || failed.Split(' ').Contains(check)));
    }

    private static Task<string[][]> AskAsync(IEnumerable<Question> questions) => IndependentVerifier.FailedChecksAsync(questions, IndependentVerifier.OfRanges);

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Texts(member.Value)),
        JsonArray items => items.SelectMany(Texts),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };

    private static Dictionary<int, ulong[]> Batch(params (int Stream, ulong[] Numbers)[] streams) =>
        streams.ToDictionary(pair => pair.Stream, pair => pair.Numbers);
}
