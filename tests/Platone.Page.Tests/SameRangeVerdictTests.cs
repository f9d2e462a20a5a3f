using Microsoft.Playwright;
using Platone.Certification;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Page.Tests;

/// <summary>
/// The page says of every range proof what the C# says, and misses the same numbers. What is done to single values is in <see cref="SameVerdictTests"/>.
/// </summary>
public sealed class SameRangeVerdictTests(Chromium browser) : IClassFixture<Chromium>
{
    private const int Seed = 20_261_127;

    /// <summary>Stream 1 has numbers 1 to 9 in batches 1, 3 and 4; streams 0 and 2 are its neighbours in the order of leaves, or not there.</summary>
    private static readonly ProvenRange Range = new(
        Batch((0, [1, 2]), (1, [1, 2, 3]), (2, [1])), Batch((0, [3]), (2, [2, 3])), Batch((1, [4, 5, 6, 7])), Batch((0, [4]), (1, [8, 9]), (2, [4])));

    private IPage? _page;

    [Fact]
    public async Task Every_range_of_a_stream_is_proved()
    {
        var cases = new List<Case>();
        for (ulong first = 1; first <= 9; first++)
            for (var last = first; last <= 9; last++) cases.Add(Case.Of($"{first} to {last}", Range.Proof(1, first, last).ToJson()));

        Assert.All(
            await SameAsync(new(Range.Chain.BlockHash.ToString(), Comparison.ValidatorsFile(Range.Chain)), cases),
            verdict => Assert.Equal("valid format+ batches+ index+ path+ range+ account+ storage+ block+ seals+", verdict));
        Assert.All(await SameAsync(new(), cases), verdict => Assert.StartsWith("invalid format+", verdict, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Random_streams_over_random_batches_are_proved_with_the_numbers_that_they_lack()
    {
        var random = new Random(Seed);
        var missing = 0;
        for (var i = 0; i < 40; i++)
        {
            var (range, numbers) = RandomRange(random);
            var cases = new List<Case>();
            foreach (var (stream, all) in numbers)
            {
                var (first, last) = Ends(all, random);
                var file = range.Proof(stream, first, last);
                cases.Add(Case.Of($"range {i}, stream {stream}, {first} to {last}", file.ToJson()));
                var gaps = range.Verify(file).Missing.Select(run => $"{run.From} to {run.To}").ToArray();
                Assert.Equal(gaps, await MissingAsync(file.ToJson()));
                missing += gaps.Length;
            }

            var verdicts = await SameAsync(new(range.Chain.BlockHash.ToString()), cases);
            Assert.All(verdicts, verdict => Assert.StartsWith("valid ", verdict, StringComparison.Ordinal));
        }

        Assert.True(missing > 50, $"Only {missing} runs were missing.");
    }

    [Fact]
    public async Task Readings_and_batches_that_are_left_out_are_missed_alike()
    {
        var random = new Random(Seed + 1);
        var cases = new List<Case>();
        for (var i = 0; i < 500; i++)
        {
            var (stream, first, last, hidden) = (random.Next(5), (ulong)random.Next(1, 10), (ulong)random.Next(1, 10), random.Next(1 << 10));
            var file = Range.Proof(stream, first, last, reading => (hidden & (1 << (int)reading.Sequence)) == 0 || random.Next(3) > 0);
            var batches = file.Batches.Where(_ => random.Next(12) > 0).ToList();
            cases.Add(Case.Of($"{i}: stream {stream}, {first} to {last}, of {hidden:b}, {batches.Count} batches", (file with { Batches = batches }).ToJson()));
        }

        var verdicts = await SameAsync(new(Range.Chain.BlockHash.ToString()), cases);
        foreach (var wanted in new[] { "batches-", "index-", "path-", "path+ range-", "storage-" })
            Assert.Contains(verdicts, verdict => verdict.Contains(wanted, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_certifiers_say_wrongly_under_right_hashes_is_refused_alike()
    {
        var random = new Random(Seed + 2);
        var cases = Enumerable.Range(0, 800).Select(i => Case.Of($"forged {i}", ForgedRange.Next(random))).ToList();

        var verdicts = await SameAsync(new(ValidatorsFile: Comparison.ValidatorsFile(Range.Chain)), cases);
        foreach (var wanted in new[] { "valid format+", "batches- index+ path+ range+", "index- path+ range+", "index+ path+ range-" })
            Assert.True(verdicts.Count(verdict => verdict.Contains(wanted, StringComparison.Ordinal)) > 20, $"Too few with {wanted}.");
    }

    [Fact]
    public async Task Whatever_readings_can_be_is_proved_in_one_file()
    {
        var usual = SingleReading.Usual;
        string[] values = ["0", "-0.0125", "99999999999999999999999999999999999999", "-99999999999999999999999999999999999999E-128", "1E30", "1E31"];
        StoredReading[] varied =
        [
            .. values.Select(value => usual with { Value = ExactDecimal.Parse(value) }),
            .. Enum.GetValues<UnitSymbol>().Select(unit => usual with { Unit = unit }),
            usual with { Quality = ushort.MaxValue }, usual with { RawPart = [] }, usual with { RawPart = [0, 255] }, usual with { Replaces = ulong.MaxValue },
            usual with { TimeMicros = 0 }, usual with { TimeMicros = 253_402_300_799_999_999 },
        ];
        ulong[] numbers = [.. Enumerable.Range(0, varied.Length - 3).Select(i => (ulong)i), 1UL << 53, (1UL << 53) + 1, ulong.MaxValue];
        StoredReading[] readings = [.. varied.Select((reading, i) => reading with { Sequence = numbers[i], Position = (uint)i })];
        var records = readings.Select(reading => reading.ToRecord()).ToArray();
        var batch = ClosedBatch.Close(records, Hash256.Zero, usual.Provider, ulong.MaxValue, 1, 2, 3, BatchFlags.Late);
        var chain = new ProvenChain(batch.Record);
        BatchOfRange whole = new(batch.Record, batch.Leaves, batch.Index, readings);
        var file = RangeProof.Create(usual.Provider, usual.Stream, 0, ulong.MaxValue, [whole], chain.Proof).ToJson();

        var verdicts = await SameAsync(new(chain.BlockHash.ToString()), [Case.Of("all", file)]);
        Assert.StartsWith("valid ", verdicts[0], StringComparison.Ordinal);
        Assert.Equal([$"{varied.Length - 3} to {(1UL << 53) - 1}", $"{(1UL << 53) + 2} to {ulong.MaxValue - 1}"], await MissingAsync(file));
    }

    private async Task<string[]> SameAsync(Brought brought, List<Case> cases)
    {
        var verdicts = await Comparison.AssertSameAsync(await PageAsync(), brought, cases);
        TestContext.Current.TestOutputHelper?.WriteLine($"{cases.Count} compared");
        return verdicts;
    }

    private async Task<string[]> MissingAsync(string json) => await (await PageAsync()).EvaluateAsync<string[]>(
        """
        (json) => {
          const trust = platoneProof.readTrust({ blockHash: null, contract: null, certifier: null, validatorsFile: null });
          return platoneProof.verify(new TextEncoder().encode(json), trust).missing.map(({ from, to }) => `${from} to ${to}`);
        }
        """,
        json);

    private async Task<IPage> PageAsync() => _page ??= await browser.OpenAsync([], []);

    private static (ProvenRange Range, Dictionary<int, List<ulong>> Numbers) RandomRange(Random random)
    {
        const int Streams = 4;
        var next = new ulong[Streams];
        var batches = new List<Dictionary<int, ulong[]>>();
        for (var count = random.Next(1, 6); count > 0; count--)
        {
            var batch = new Dictionary<int, ulong[]>();
            for (var stream = 0; stream < Streams; stream++)
            {
                var numbers = Enumerable.Range(0, random.Next(6)).Select(_ => next[stream] += (ulong)random.Next(1, 3)).ToArray();
                if (numbers.Length > 0) batch[stream] = numbers;
            }

            if (batch.Count > 0) batches.Add(batch);
        }

        if (batches.Count == 0) batches.Add(Batch((0, [1])));
        var byStream = batches.SelectMany(batch => batch).GroupBy(pair => pair.Key, pair => pair.Value);
        return (new([.. batches]), byStream.ToDictionary(group => group.Key, group => group.SelectMany(numbers => numbers).ToList()));
    }

    private static (ulong First, ulong Last) Ends(List<ulong> numbers, Random random)
    {
        var (one, other) = (numbers[random.Next(numbers.Count)], numbers[random.Next(numbers.Count)]);
        return (Math.Min(one, other), Math.Max(one, other));
    }

    private static Dictionary<int, ulong[]> Batch(params (int Stream, ulong[] Numbers)[] streams) =>
        streams.ToDictionary(pair => pair.Stream, pair => pair.Numbers);
}
