using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Platone.Certification;
using Platone.Certification.Blocks;
using Platone.Certification.Tests.Blocks;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Page.Tests;

/// <summary>The page says of every file what the C# says, check by check.</summary>
public sealed class SameVerdictTests(Chromium browser) : IClassFixture<Chromium>
{
    private static readonly ProvenBatch Batch = new();

    /// <summary>How many accounts and slots stand beside the one that is proved: the trie is a leaf alone, and it is some levels deep.</summary>
    private static readonly int[] OtherAccounts = [0, 1, 5, 60];

    private IPage? _page;

    [Fact]
    public async Task Good_files_are_valid_by_the_blocks_hash()
    {
        foreach (var count in new[] { 1, 2, 5, 11, 20 })
        {
            var batch = new ProvenBatch(count);
            var cases = Enumerable.Range(0, count).Select(position => Case.Of($"{position} of {count}", batch.Proof(position).ToJson())).ToList();

            AssertAll("valid ", await SameAsync(new(batch.Chain.BlockHash.ToString()), cases));
            AssertAll("invalid format+", await SameAsync(new(), cases));
        }
    }

    [Fact]
    public async Task Whatever_a_reading_can_be_is_proved()
    {
        var usual = SingleReading.Usual;
        var readings = new List<StoredReading>();
        foreach (var number in new[] { 0UL, 1UL << 53, (1UL << 53) + 1, (ulong)long.MaxValue + 1, ulong.MaxValue })
            readings.AddRange([usual with { Sequence = number }, usual with { Replaces = number }]);
        foreach (var micros in new[] { 0, 1, 951_782_400_000_000, 253_402_300_799_999_999 }) readings.Add(usual with { TimeMicros = micros });
        string[] values =
        [
            "0", "-0.0125", "99999999999999999999999999999999999999", "-99999999999999999999999999999999999999E-128", "1E30", "1E31", "-1E127", "1E-30",
            "125E-31", "1E-128", "12300",
        ];
        foreach (var value in values)
            readings.Add(usual with { Value = ExactDecimal.Parse(value) });
        foreach (var unit in Enum.GetValues<UnitSymbol>()) readings.Add(usual with { Unit = unit });
        foreach (var part in new[] { "a/b%c", "%2F", "é ñ", "電力", "🔌", "a b", new string('x', 128) })
            readings.Add(usual with { Stream = new(part, "-", part, "A") });
        readings.AddRange([usual with { Quality = ushort.MaxValue }, usual with { RawPart = [] }, usual with { RawPart = [0, 255] }]);

        foreach (var reading in readings)
        {
            var (file, chain) = SingleReading.Prove(reading);
            var verdicts = await SameAsync(new(chain.BlockHash.ToString()), [Case.Of(file.Reading.ToString(), file.ToJson())]);
            Assert.StartsWith("valid ", verdicts[0], StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    public async Task Seals_are_counted_alike(int validators)
    {
        var batch = new ProvenBatch(3, validators);
        var header = new SealedHeader(validators) { StateRoot = BlockHeader.Decode(Hex.Decode(batch.Chain.Proof.Header)).StateRoot };
        var quorum = Enumerable.Range(0, batch.Chain.Validators.Quorum).ToArray();
        var seals = quorum.Select(place => header.Seal(header.Keys[place])).ToArray();
        Assert.Equal(batch.Chain.Proof.Header, Hex.Encode(header.With(seals)));

        var stranger = header.Seal(new Random(77).NextKey());
        byte[] noPoint = [.. seals[0]];
        var headers = new Dictionary<string, byte[]>
        {
            ["a quorum"] = header.With(seals),
            ["the last ones, in the other order"] = header.SealedBy([.. quorum.Select(place => validators - 1 - place)]),
            ["none"] = header.With(),
            ["one less"] = header.With(seals[1..]),
            ["one more"] = header.SealedBy([.. quorum, validators - 1]),
            ["one twice"] = header.With([.. seals[1..], seals[1]]),
            ["a stranger"] = header.With([.. seals[1..], stranger]),
            ["the upper half"] = header.With([.. seals[1..], SealedHeader.InUpperHalf(seals[0])]),
            ["27 for 0"] = header.With([.. seals[1..], [.. seals[0][..64], (byte)(seals[0][64] + 27)]]),
            ["the other v"] = header.With([.. seals[1..], [.. seals[0][..64], (byte)(1 - seals[0][64])]]),
            ["r is zero"] = header.With([.. seals[1..], [.. new byte[32], .. seals[0][32..]]]),
            ["s is zero"] = header.With([.. seals[1..], [.. seals[0][..32], .. new byte[32], seals[0][64]]]),
            ["r is too great"] = header.With([.. seals[1..], [.. Enumerable.Repeat((byte)255, 32), .. seals[0][32..]]]),
            ["too short"] = header.With([.. seals[1..], seals[0][..64]]),
            ["too long"] = header.With([.. seals[1..], [.. seals[0], 0]]),
        };
        foreach (var last in Enumerable.Range(0, 20))
            headers[$"r ends with {last}"] = header.With([.. seals[1..], [.. seals[0][..31], (byte)last, .. seals[0][32..]]]);
        foreach (var round in new byte[][] { [], [0], [1, 2, 3, 4], [1, 2, 3, 4, 5], [0, 2] })
            headers[$"round {Hex.Encode(round)}"] = new SealedHeader(validators) { StateRoot = header.StateRoot, Round = round }.SealedBy(quorum);
        foreach (var vote in new[] { Vote(20, [0xff]), Vote(20, []), Vote(20, [1]), Vote(19, []), Rlp.EncodeList(Rlp.Encode(new byte[20])), Rlp.Encode([]) })
            headers[$"vote {Hex.Encode(vote)}"] = new SealedHeader(validators) { StateRoot = header.StateRoot, Vote = vote }.SealedBy(quorum);
        headers["vanity"] = new SealedHeader(validators) { StateRoot = header.StateRoot, Vanity = new byte[31] }.SealedBy(quorum);
        foreach (var others in new Address[][] { [.. header.Validators.Reverse()], header.Validators[1..], [.. header.Validators, header.Validators[^1]], [] })
        {
            var named = new SealedHeader(validators) { StateRoot = header.StateRoot, Validators = others };
            headers[$"validators {string.Join(' ', others)}"] = named.SealedBy(quorum);
        }

        headers["block 0"] = new SealedHeader(validators) { StateRoot = header.StateRoot, Number = 0 }.SealedBy(quorum);

        var file = batch.Proof(0);
        var cases = headers.Select(item => Case.Of(item.Key, (file with { Chain = file.Chain with { Header = Hex.Encode(item.Value) } }).ToJson())).ToList();
        var verdicts = await SameAsync(new(ValidatorsFile: Comparison.ValidatorsFile(batch.Chain)), cases);
        Assert.All(verdicts[..2], verdict => Assert.EndsWith("seals+", verdict, StringComparison.Ordinal));
        Assert.All(verdicts[2..13], verdict => Assert.EndsWith("seals-", verdict, StringComparison.Ordinal));
        await SameAsync(new(batch.Chain.BlockHash.ToString()), cases);
        await SameAsync(new(batch.Chain.BlockHash.ToString(), Comparison.ValidatorsFile(new ProvenBatch(3, validators == 4 ? 7 : 4).Chain)), cases);

        static byte[] Vote(int length, byte[] vote) => Rlp.EncodeList(Rlp.Encode(new byte[length]), Rlp.Encode(vote));
    }

    [Theory]
    [InlineData("reading", 400)]
    [InlineData("range", 600)]
    [InlineData("signed", 400)]
    [InlineData("signed range", 600)]
    public async Task Flipped_bits_in_all_binary_parts_are_refused(string kind, int fewest)
    {
        var good = GoodFile.Of(kind);
        var cases = new List<Case>();
        foreach (var (path, text) in Texts(good.Json).Where(item => item.Text.StartsWith("0x", StringComparison.Ordinal)))
        {
            var with = JsonChange.Place(good.Json, path);
            for (var bit = text.Length % 4; bit < 4 * (text.Length - 2); bit += 37)
            {
                var place = 2 + (bit / 4);
                var digit = "0123456789abcdef"[Convert.ToInt32(text[place..(place + 1)], 16) ^ (1 << (bit % 4))];
                cases.Add(Case.Of($"{path}: bit {bit}", with($"\"{text[..place]}{digit}{text[(place + 1)..]}\"")));
            }
        }

        Assert.InRange(cases.Count, fewest, 4 * fewest);
        AssertAll("invalid ", await SameAsync(good.ByBoth, cases));
    }

    [Theory]
    [InlineData("reading")]
    [InlineData("range")]
    [InlineData("signed")]
    public async Task Values_in_other_spellings_are_refused(string kind)
    {
        var good = GoodFile.Of(kind);
        string[] numbers =
        [
            "-1", "-0", "0", "1", "2", "1.0", "1e0", "1E0", "10e-1", "01", "+1", "1.", ".1", "0x1", "255", "65535", "65536", "2147483647", "2147483648",
            "-2147483648", "-2147483649",
            "4294967295", "4294967296", "9007199254740993", "18446744073709551615", "18446744073709551616", "100000000000000000000000", "\"1\"", "null", "true",
            "[1]", "{}", "NaN", "",
        ];
        string[] texts =
        [
            "", "0x", "0X", "0x0", "null", "reading", "revision", "Revision", "document", "2026-01-01T00:00:06Z", "2026-01-01T00:00:06.0000000Z",
            "2026-01-01T00:00:06.000001Z",
            "2026-01-01T01:00:06.000000+01:00", "2026-02-29T00:00:00.000000Z", "2024-02-29T00:00:00.000000Z", "1969-12-31T23:59:59.999999Z",
            "0000-01-01T00:00:00.000000Z",
            "2026-13-01T00:00:00.000000Z", "2026-00-01T00:00:00.000000Z", "2026-01-00T00:00:00.000000Z", "2026-01-01T24:00:00.000000Z",
            "2026-01-01T23:59:60.000000Z", "2026-01-01t00:00:06.000000Z",
            "1522.40", "01522.4", "15224E-1", "+1522.4", "1522,4", "-0", ".5", "5.", "0.5", "1e2", "1E2", "1E31", "1E+31", "1E127", "1E128", "1E-128", "1E-129",
            "10E30", "1.5E31", "0E31", "1E", "E1",
            "999999999999999999999999999999999999999", "99999999999999999999999999999999999999", "1000000000000000000000000000000000000000",
            "1E99999999999999999999", " 1", "1 ", "١",
            "w", "kW", "38", "W ", "none", "constructor", "__proto__", "toString",
            "a/b/c", "a/b/c/d/e", "a/b/c/d", "/b/c/d", "a/b/c/%41", "a/b/c/%2f", "a/b/c/%2F", "a/b/c/%25", "a/b/c/%", "a/b/c/%252F", " a/b/c/d", "a /b/c/d",
            "a b/b/c/d", "a\u00A0b/b/c/d", "a/b/c/e\u0301",
            "a/b/c/\u200B", "a/b/c/\uE000", "a/b/c/\u2028", "a/b/c/\n", "a/b/c/" + new string('x', 128), "a/b/c/" + new string('x', 129),
            "a/b/c/" + string.Concat(Enumerable.Repeat("🔌", 65)),
        ];
        var cases = new List<Case>();
        foreach (var (path, old) in JsonChange.Nodes(JsonNode.Parse(good.Json)).OfType<JsonValue>().Select(value => (value.GetPath(), value.ToJsonString())))
        {
            var with = JsonChange.Place(good.Json, path);
            foreach (var other in numbers.Concat(texts.Select(text => JsonSerializer.Serialize(text))))
                if (other != old) cases.Add(Case.Of($"{path}: {other}", with(other)));
            if (!old.StartsWith("\"0x", StringComparison.Ordinal)) continue;

            var digits = old[3..^1];
            string[] spellings =
            [
                "0x" + digits.ToUpperInvariant(), "0X" + digits, digits, $" 0x{digits}", $"0x{digits} ", $"0x{digits}0", $"0x{digits}00", $"0x{digits[1..]}",
                $"0x{digits[2..]}", $"0x{digits}\\n",
            ];
            foreach (var other in spellings)
                if (other != "0x" + digits) cases.Add(Case.Of($"{path}: {other}", with($"\"{other}\"")));
        }

        cases = Comparison.Sample(cases);
        var verdicts = await SameAsync(good.ByHash, cases);
        // The chain's id is a claim, and so are the number of a batch's entries and the place of one among them; all else is proved.
        Assert.All(ValidOf(cases, verdicts), what => Assert.Matches(@"^\$\.(chain\.chainId|batches\[\d\]\.index\.(position|count)):", what));
    }

    [Theory]
    [InlineData("reading")]
    [InlineData("range")]
    [InlineData("signed")]
    public async Task Members_are_neither_missing_nor_unknown_nor_double(string kind)
    {
        var good = GoodFile.Of(kind);
        var cases = new List<Case>();
        foreach (var path in JsonChange.Paths<JsonObject>(good.Json))
        {
            foreach (var name in JsonChange.At(JsonNode.Parse(good.Json)!, path).AsObject().Select(member => member.Key))
            {
                Members($"{path}.{name} missing", path, members => members.Remove(name));
                Members($"{path}.{name} null", path, members => members[name] = null);
                Members($"{path}.{name} list", path, members => members[name] = new JsonArray());
                Members($"{path}.{name} object", path, members => members[name] = new JsonObject());
                var escaped = $"\"\\u{(int)name[0]:X4}{name[1..]}\"";
                cases.Add(Case.Of($"{path}.{name} in upper case", JsonChange.Renamed(good.Json, path, name, $"\"{name.ToUpperInvariant()}\"")));
                cases.Add(Case.Of($"{path}.{name} escaped", JsonChange.Renamed(good.Json, path, name, escaped)));
                cases.Add(Case.Of($"{path}.{name} double", JsonChange.WithDouble(good.Json, path, name, $"\"{name}\"")));
                cases.Add(Case.Of($"{path}.{name} double, one escaped at its start", JsonChange.WithDouble(good.Json, path, name, escaped)));
            }

            foreach (var name in new[] { "", "extra", "$type", "$id", "$ref", "__proto__", "constructor", "toString", "comment" })
            {
                Members($"{path} with {name}", path, members => members[name] = "x");
                Members($"{path} with {name}, null", path, members => members[name] = null);
            }
        }

        foreach (var path in JsonChange.Paths<JsonArray>(good.Json))
        {
            JsonNode?[] strangers = [null, "", "0x", "0x00", "0x80", "0xc0", 1, true, new JsonArray(), new JsonObject(), "0x" + new string('0', 64)];
            foreach (var item in strangers)
            {
                List($"{path} after {item?.ToJsonString()}", path, items => items.Insert(0, item?.DeepClone()));
                List($"{path} before {item?.ToJsonString()}", path, items => items.Add(item?.DeepClone()));
            }

            var count = JsonChange.At(JsonNode.Parse(good.Json)!, path).AsArray().Count;
            if (count == 0) continue;

            List($"{path} empty", path, items => items.Clear());
            List($"{path} without its first", path, items => items.RemoveAt(0));
            List($"{path} without its last", path, items => items.RemoveAt(items.Count - 1));
            List($"{path} with its first twice", path, items => items.Insert(0, items[0]!.DeepClone()));
            List($"{path} with its last twice", path, items => items.Add(items[^1]!.DeepClone()));
            if (count > 1) List($"{path} turned", path, Turn);
        }

        var valid = ValidOf(cases, await SameAsync(good.ByHash, cases));
        Assert.NotEmpty(valid);
        Assert.All(valid, what => Assert.EndsWith(" escaped", what, StringComparison.Ordinal));

        void Members(string what, string path, Action<JsonObject> change) => cases.Add(Case.Of(what, JsonChange.Changed(good.Json, path, change)));

        void List(string what, string path, Action<JsonArray> change) => cases.Add(Case.Of(what, JsonChange.Changed(good.Json, path, change)));
    }

    /// <summary>Parts of a file left out, doubled, moved and exchanged, with others of its own and with those of another file.</summary>
    [Theory]
    [InlineData("reading")]
    [InlineData("range")]
    [InlineData("signed")]
    public async Task Parts_in_other_places_are_judged_alike(string kind)
    {
        var (good, random) = (GoodFile.Of(kind), new Random(13));
        var other = GoodFile.Another(kind).Json;
        var cases = Enumerable.Range(0, 2_000).Select(i => Case.Of($"change {i}", JsonChange.AtRandom(good.Json, other, random))).ToList();

        await SameAsync(good.ByHash, cases);
    }

    [Theory]
    [InlineData("reading", "$.reading.raw")]
    [InlineData("range", "$.batches[0].segment.readings[0].raw")]
    public async Task What_is_no_JSON_is_refused(string kind, string raw)
    {
        var file = GoodFile.Of(kind);
        var json = file.Json;
        var good = Encoding.UTF8.GetBytes(json);
        var stream = json.IndexOf("LN-", StringComparison.Ordinal);
        var cases = new List<Case>
        {
            new("nothing", []), Case.Of("space", " "), Case.Of("null", "null"), Case.Of("a list", $"[{json}]"), Case.Of("an empty object", "{}"),
            Case.Of("a text", "\"x\""), Case.Of("a number", "1"),
            new("a byte order mark", [0xEF, 0xBB, 0xBF, .. good]), new("UTF-16", Encoding.Unicode.GetBytes(json)), new("NUL behind", [.. good, 0]),
            Case.Of("twice", json + json), Case.Of("text behind", json + "x"), Case.Of("space behind", json + " \t\r\n"),
            Case.Of("space before", " \t\r\n" + json), Case.Of("other space", json + "\u00A0"),
            Case.Of("form feed", json + "\f"), Case.Of("a comment", json.Insert(1, "/* x */")), Case.Of("a comment behind", json + "// x"),
            Case.Of("a comma before the end", json.TrimEnd()[..^1] + ",}"),
            Case.Of("a comma at the start", json.Insert(1, ",")), Case.Of("single quotes", json.Replace('"', '\'')), Case.Of("cut", json[..^1]),
            Case.Of("compact", JsonNode.Parse(json)!.ToJsonString()),
            Case.Of("deep", string.Concat(Enumerable.Repeat("[", 100_000))),
            Case.Of("deep within", JsonChange.Place(json, raw)(new string('[', 70) + new string(']', 70))),
            new("no UTF-8", [.. good[..stream], 0xFF, .. good[stream..]]), new("half of UTF-8", [.. good[..stream], 0xC3, .. good[stream..]]),
            new("surrogate in UTF-8", [.. good[..stream], 0xED, 0xA0, 0x80, .. good[stream..]]),
            new("overlong", [.. good[..stream], 0xC0, 0xAF, .. good[stream..]]),
        };
        string[] insertions =
        [
            "\\ud800", "\\udc00", "\\ud800x", "\\ud800\\u0041", "\\ud83d\\udd0c", "\\u12", "\\u12g4", "\\x41", "\\", "\\0", "\n", "\t", "\0", "\u007F",
            "\u2028", "\\u0000", "\\b", "\\/", "\"",
        ];
        foreach (var inserted in insertions)
            cases.Add(Case.Of($"text with {inserted}", json.Insert(stream, inserted)));
        foreach (var spelled in new[] { "\\u004cN-", "\\u004CN-", "LN\\u002d" })
            cases.Add(Case.Of(spelled, json.Replace("LN-", spelled, StringComparison.Ordinal)));

        await SameAsync(file.ByHash, cases);

        // Whatever comes: the same bytes are changed in every run.
        var random = new Random(11);
        var changed = Enumerable.Range(0, 1_500).Select(i => new Case($"change {i}", Mutation.OfBytes(good, random))).ToList();
        await SameAsync(file.ByHash, changed);
    }

    /// <summary>Nodes and headers with other contents, whose hashes are right: they have to be refused for what they say.</summary>
    [Fact]
    public async Task Nodes_and_headers_that_hash_right_are_read_alike()
    {
        var random = new Random(12);
        var cases = new List<Case>();
        foreach (var (file, chain) in OtherAccounts.Select(others => SingleReading.Prove(SingleReading.Usual, others)))
        {
            for (var i = 0; i < 250; i++) cases.Add(Case.Of($"account {i}", (file with { Chain = Mutation.OfAccount(file.Chain, random) }).ToJson()));
            for (var i = 0; i < 250; i++) cases.Add(Case.Of($"storage {i}", (file with { Chain = Mutation.OfStorage(file.Chain, random) }).ToJson()));
            for (var i = 0; i < 150; i++) cases.Add(Case.Of($"header {i}", (file with { Chain = Mutation.OfHeader(file.Chain, random) }).ToJson()));
        }

        var verdicts = await SameAsync(new(ValidatorsFile: Comparison.ValidatorsFile(SingleReading.Prove(SingleReading.Usual).Chain)), cases);
        foreach (var wanted in new[] { "account+ storage-", "account- storage-", "encoding-", "account+ storage+ seals-" })
            Assert.Contains(verdicts, verdict => verdict.Contains(wanted, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_contract_certifier_chain_or_block_than_the_trusted_is_named()
    {
        var file = Batch.Proof(1);
        var certifier = BatchRecord.Decode(Hex.Decode(file.Batch)).Certifier.ToString();
        var contract = file.Chain.DataCertification;
        var validators = string.Join(',', Batch.Chain.Validators.Validators.Reverse().Select(validator => $"\"{validator.ToChecksumString()}\""));
        var hash = Batch.Chain.BlockHash.ToString();
        var header = BlockHeader.Decode(Hex.Decode(file.Chain.Header)).Hash().ToString();
        const string Other = "0x00000000000000000000000000000000000000aa";
        var elsewhere = file with { Chain = file.Chain with { ChainId = ulong.MaxValue } };
        var cases = new[] { Case.Of("good", file.ToJson()), Case.Of("another chain", elsewhere.ToJson()) };
        var here = $$"""{"validators":[{{validators}}],"chainId":31337,"dataCertification":"{{contract}}","certifier":"{{certifier}}"}""";
        var other = $$"""{"VALIDATORS":[{{validators}}],"chainid":1,"dataCertification":"{{Other}}","certifier":"{{Other}}"}""";
        var nearly = $$"""{"validators":[{{validators}}],"chainId":18446744073709551614}""";

        string[] first =
        [
            (await SameAsync(new(hash, Contract: contract, Certifier: certifier), cases))[0],
            (await SameAsync(new(hash[2..].ToUpperInvariant(), Contract: contract.ToUpperInvariant(), Certifier: certifier.ToUpperInvariant()), cases))[0],
            (await SameAsync(new(hash, here), cases))[0],
            (await SameAsync(new(hash, other.Replace("\"chainid\":1", "\"chainid\":null", StringComparison.Ordinal), contract, certifier), cases))[0],
        ];
        AssertAll("valid ", first);

        // The header's own hash is not the block's where validators seal blocks.
        Assert.EndsWith("block-", (await SameAsync(new(header), cases))[0], StringComparison.Ordinal);
        Assert.EndsWith("certifier- contract- block+", (await SameAsync(new(hash, Contract: Other, Certifier: Other), cases))[0], StringComparison.Ordinal);
        Assert.EndsWith("chain- seals+", (await SameAsync(new(null, nearly), cases))[1], StringComparison.Ordinal);
        var verdicts = await SameAsync(new(Hash256.Zero.ToString(), other), cases);
        Assert.EndsWith("certifier- contract- chain- block- seals+", verdicts[0], StringComparison.Ordinal);
    }

    /// <summary>.NET and the browser may know different versions of Unicode; what both know they judge alike.</summary>
    [Fact]
    public async Task Streams_take_the_same_characters()
    {
        const int All = 0x110000;
        var page = await browser.OpenAsync([], []);
        var ofPage = await page.EvaluateAsync<string>(
            $$"""
            () => {
              const judge = (text) => { try { platoneProof.parseStream(`a/b/c/${text}`); return "+"; } catch { return "-"; } };
              const known = (text) => !/\p{Cn}/u.test(text);
              return Array.from({ length: {{All}} }, (_, i) => String.fromCodePoint(i)).map((text) => known(text) ? judge(text) : "?").join("");
            }
            """);

        var compared = 0;
        var differing = new List<string>();
        for (var i = 0; i < All; i++)
        {
            if (i is >= 0xD800 and <= 0xDFFF || ofPage[i] == '?' || CharUnicodeInfo.GetUnicodeCategory(i) == UnicodeCategory.OtherNotAssigned) continue;
            compared++;
            if (StreamName.TryParse($"a/b/c/{char.ConvertFromUtf32(i)}", out _) != (ofPage[i] == '+')) differing.Add($"U+{i:X4}");
        }

        Assert.True(compared > 280_000, $"Only {compared} characters were compared.");
        Assert.True(differing.Count == 0, string.Join(", ", differing));
    }

    private async Task<string[]> SameAsync(Brought brought, IReadOnlyList<Case> cases)
    {
        _page ??= await browser.OpenAsync([], []);
        var verdicts = await Comparison.AssertSameAsync(_page, brought, cases);
        TestContext.Current.TestOutputHelper?.WriteLine($"{cases.Count} compared");
        return verdicts;
    }

    private static void AssertAll(string beginning, string[] verdicts) =>
        Assert.All(verdicts, verdict => Assert.StartsWith(beginning, verdict, StringComparison.Ordinal));

    /// <summary>What was done to the files that are valid all the same.</summary>
    private static List<string> ValidOf(List<Case> cases, string[] verdicts) =>
        [.. cases.Zip(verdicts).Where(item => item.Second.StartsWith("valid ", StringComparison.Ordinal)).Select(item => item.First.What)];

    /// <summary>The last item becomes the first.</summary>
    private static void Turn(JsonArray items)
    {
        var last = items[^1]!.DeepClone();
        items.RemoveAt(items.Count - 1);
        items.Insert(0, last);
    }

    private static List<(string Path, string Text)> Texts(string json) =>
        [.. JsonChange.Nodes(JsonNode.Parse(json)).OfType<JsonValue>().Where(value => value.TryGetValue<string>(out _))
            .Select(value => (value.GetPath(), (string)value!))];
}
