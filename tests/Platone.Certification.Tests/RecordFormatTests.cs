using System.Globalization;
using System.Text.Json.Nodes;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Certification.Tests;

/// <summary>Every hashed byte of record format v1 against the page of JavaScript in oracle/.</summary>
public sealed class RecordFormatTests
{
    private static readonly int[] BatchSizes = [1, 2, 3, 7, 64, 65, 200];

    [Fact]
    public async Task Contents_records_and_leaves_agree_with_ethers()
    {
        var random = new Random(1);
        var readings = Enumerable.Range(0, 200).Select(_ => random.NextReading()).ToArray();

        var answers = await EthersOracle.AskAsync(readings.Select(reading => Asked("record", reading)));

        for (var i = 0; i < readings.Length; i++)
        {
            var record = readings[i].ToRecord();
            Assert.Equal(Text(answers[i], "content"), record.Content.ToString());
            Assert.Equal(Text(answers[i], "record"), Encoded(record));
            Assert.Equal(Text(answers[i], "leaf"), record.Leaf().ToString());
        }
    }

    [Fact]
    public void Records_and_leaves_made_many_at_once_are_those_made_one_by_one()
    {
        var random = new Random(11);
        for (var count = 0; count <= 50; count++)
        {
            var readings = Enumerable.Range(0, count).Select(_ => random.NextReading()).ToArray();
            var records = StoredReading.ToRecords(readings);

            Assert.Equal(readings.Select(reading => reading.ToRecord()), records);
            Assert.Equal(records.Select(record => record.Leaf()), CertifiedRecord.Leaves(records));
        }
    }

    [Fact]
    public async Task The_extremes_of_every_field_agree_with_ethers()
    {
        var stream = new StreamName("d", "-", "m", "none");
        var digits = Int128.Parse(new string('9', ExactDecimal.MaxDigits), CultureInfo.InvariantCulture);
        StoredReading Extreme(long time, Int128 mantissa, sbyte exponent, ushort quality, ulong sequence, ulong? replaces, byte[] raw) =>
            new(1, Address.Zero, stream, sequence, time, new(mantissa, exponent), UnitSymbol.None, quality, replaces, raw, Hash256.Zero, null, null);
        StoredReading[] readings =
        [
            Extreme(long.MinValue, digits, sbyte.MaxValue, ushort.MaxValue, ulong.MaxValue, ulong.MaxValue, []),
            Extreme(long.MaxValue, -digits, sbyte.MinValue, 0, 0, 0, new byte[100_000]),
            Extreme(-1, -1, -1, 1, 1, null, [0]),
            Extreme(0, 0, 0, 0, 0, null, []),
        ];

        var answers = await EthersOracle.AskAsync(readings.Select(reading => Asked("record", reading)));

        Assert.Equal(answers.Select(answer => Text(answer, "leaf")), readings.Select(reading => reading.ToRecord().Leaf().ToString()));
    }

    [Fact]
    public async Task Batches_with_their_leaves_index_and_hash_agree_with_ethers()
    {
        var random = new Random(2);
        var cases = BatchSizes.Select(count => new BatchCase(random, count)).ToArray();

        var answers = await EthersOracle.AskAsync(cases.Select(batch => batch.Question()));

        for (var i = 0; i < cases.Length; i++)
        {
            var closed = cases[i].Close();
            Assert.Equal(Texts(answers[i], "leaves"), closed.Leaves.Select(leaf => leaf.ToString()));
            Assert.Equal(Texts(answers[i], "entries"), closed.Index.Select(Encoded));
            Assert.Equal(Text(answers[i], "record"), Hex.Encode(closed.Record.Encode()));
            Assert.Equal(Text(answers[i], "hash"), closed.Record.Hash().ToString());
        }
    }

    [Fact]
    public async Task Receipts_agree_with_the_typed_data_of_ethers()
    {
        var random = new Random(3);
        var cases = Enumerable.Range(0, 50).Select(_ => (
            ChainId: random.NextUInt64(), Contract: random.NextAddress(),
            Receipt: new Receipt(random.NextAddress(), random.NextHash(), random.NextUInt64(), random.NextHash(), random.NextUInt64()))).ToArray();

        var answers = await EthersOracle.AskAsync(cases.Select(x => Question.Of(
            "receipt", ("chainId", Text(x.ChainId)), ("verifyingContract", x.Contract.ToString()),
            ("receipt", new JsonObject
            {
                ["provider"] = x.Receipt.Provider.ToString(),
                ["stream"] = x.Receipt.Stream.ToString(),
                ["sequence"] = Text(x.Receipt.Sequence),
                ["leaf"] = x.Receipt.Leaf.ToString(),
                ["certifyBy"] = Text(x.Receipt.CertifyBy),
            }))));

        Assert.Equal(
            answers.Select(answer => answer.GetValue<string>()),
            cases.Select(x => x.Receipt.Digest(Receipt.Domain(x.ChainId, x.Contract)).ToString()));
    }

    private static JsonObject Asked(string ask, StoredReading reading) => Question.Of(
        ask, ("provider", reading.Provider.ToString()), ("stream", reading.Stream.ToString()), ("sequence", Text(reading.Sequence)),
        ("timeMicros", Text(reading.TimeMicros)), ("mantissa", Text(reading.Value.Mantissa)), ("exponent", Text(reading.Value.Exponent)),
        ("unit", (int)reading.Unit), ("quality", (int)reading.Quality), ("raw", Hex.Encode(reading.RawPart)),
        ("replaces", reading.Replaces is { } replaced ? Text(replaced) : null), ("salt", reading.Salt.ToString()));

    private static string Encoded(CertifiedRecord record)
    {
        var bytes = new byte[CertifiedRecord.EncodedLength];
        record.Encode(bytes);
        return Hex.Encode(bytes);
    }

    private static string Encoded(IndexEntry entry)
    {
        var bytes = new byte[IndexEntry.EncodedLength];
        entry.Encode(bytes);
        return Hex.Encode(bytes);
    }

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    private static string Text(JsonNode answer, string member) => answer[member]!.GetValue<string>();

    private static IEnumerable<string> Texts(JsonNode answer, string member) => answer[member]!.AsArray().Select(item => item!.GetValue<string>());

    /// <summary>Readings of two providers and several streams, with jumps in their numbers, in no order.</summary>
    private sealed class BatchCase
    {
        private readonly Hash256 _previous;
        private readonly Address _certifier;
        private readonly ulong _number;
        private readonly (long From, long To, long Closed) _times;
        private readonly BatchFlags _flags;
        private readonly StoredReading[] _readings;

        public BatchCase(Random random, int count)
        {
            (_previous, _certifier, _number) = (random.NextHash(), random.NextAddress(), random.NextUInt64());
            _times = (random.NextTime(), random.NextTime(), random.NextTime());
            _flags = (BatchFlags)random.Next(2);
            var providers = new[] { random.NextAddress(), random.NextAddress() };
            _readings = [.. Enumerable.Range(0, count).Select(i => random.NextReading(
                providers[random.Next(2)], new StreamName($"d{random.Next(5)}", "-", "m", "A"), (ulong)((i * 3) + random.Next(3))))];
            random.Shuffle(_readings);
        }

        public ClosedBatch Close() => ClosedBatch.Close(
            [.. _readings.Select(reading => reading.ToRecord())], _previous, _certifier, _number, _times.From, _times.To, _times.Closed, _flags);

        public JsonObject Question() => Cryptography.Tests.Question.Of(
            "batch", ("readings", new JsonArray([.. _readings.Select(reading => Asked("record", reading))])), ("previous", _previous.ToString()),
            ("certifier", _certifier.ToString()), ("number", Text(_number)), ("from", Text(_times.From)), ("to", Text(_times.To)),
            ("closed", Text(_times.Closed)), ("flags", (int)_flags));
    }
}
