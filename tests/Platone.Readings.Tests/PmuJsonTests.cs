using System.Text;

namespace Platone.Readings.Tests;

public class PmuJsonTests
{
    [Fact]
    public void The_deliverables_example_becomes_two_voltages()
    {
        var message = Samples.Decode(Samples.Pmu);

        Assert.Equal((PayloadFormat.PmuJson, "PMU1", 2), (message.Format, message.Device, message.Readings.Count));
        var first = message.Readings[0];
        Assert.Equal("PMU1/BUS1/voltmagnitude/A", first.Stream.ToString());
        Assert.Equal(1589970477_980802, first.TimeMicros);
        Assert.Equal((ExactDecimal.FromInt64(11), UnitSymbol.V, ReadingQuality.Valid), (first.Value, first.Unit, first.Quality));
        Assert.Null(first.DeviceSequence);
        Assert.Equal((ExactDecimal.FromInt64(22), "BUS2"), (message.Readings[1].Value, message.Readings[1].Stream.Component));
    }

    [Fact]
    public void A_readings_part_is_its_object_byte_for_byte()
    {
        var second = Samples.Decode(Samples.Pmu).Readings[1];

        Assert.Equal("""{ "component": "BUS2", "measurand": "voltmagnitude", "phase": "A", "data": 22 }""", Samples.RawText(Samples.Pmu, second));
    }

    [Fact]
    public void The_example_that_sogno_publishes_is_read()
    {
        var file = SharedData.Find("sogno/sogno_input.json");
        Assert.SkipUnless(file is not null, "the folder shared/data is not here");

        // The published file starts with comment lines, which the messages themselves do not have.
        var json = string.Join('\n', File.ReadLines(file!).SkipWhile(line => line.StartsWith('#')));
        var message = Samples.Decode(json);

        Assert.Equal(["device1/BUS1/voltmagnitude/A", "device1/BUS2/voltmagnitude/A"], message.Readings.Select(reading => reading.Stream.ToString()));
        Assert.All(message.Readings, reading => Assert.Equal(ExactDecimal.FromInt64(123), reading.Value));
    }

    [Theory]
    [InlineData("voltmagnitude", UnitSymbol.V)]
    [InlineData("voltangle", UnitSymbol.Rad)]
    [InlineData("currmagnitude", UnitSymbol.A)]
    [InlineData("currangle", UnitSymbol.Rad)]
    [InlineData("activepower", UnitSymbol.W)]
    [InlineData("reactivepower", UnitSymbol.Var)]
    [InlineData("apparentpower", UnitSymbol.VA)]
    [InlineData("frequency", UnitSymbol.Hz)]
    public void Every_measurand_has_its_unit(string measurand, UnitSymbol unit) =>
        Assert.Equal(unit, Samples.Decode(Samples.Pmu.Replace("\"voltmagnitude\"", $"\"{measurand}\"", StringComparison.Ordinal)).Readings[0].Unit);

    [Theory]
    [InlineData("49.98549", "49.98549")]
    [InlineData("\"225.656\"", "225.656")]
    [InlineData("-1.3812", "-1.3812")]
    [InlineData("0.100000000000000005551115123125", "0.100000000000000005551115123125")]
    [InlineData("1.1e1", "11")]
    public void Values_keep_every_digit(string data, string value) => Assert.Equal(value, Samples.Decode(WithData(data)).Readings[0].Value.ToString());

    [Theory]
    [InlineData("\"NaN\"", "'NaN'")]
    [InlineData("\"Infinity\"", "'Infinity'")]
    [InlineData("\"\"", "''")]
    [InlineData("\" 11\"", "' 11'")]
    [InlineData("null", "null")]
    [InlineData("true", "true")]
    [InlineData("[11]", "a list")]
    [InlineData("{\"re\":1}", "an object")]
    [InlineData("1e400", "1e400")]
    public void What_is_no_number_is_refused_by_name(string data, string found)
    {
        var refusal = Samples.Refusal(WithData(data));

        Assert.Equal(("readings[0].data", found), (refusal.Place, refusal.Found));
        Assert.Contains("decimal number", refusal.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bare_NaN_is_broken_json() => Assert.StartsWith("payload line 5 byte ", Samples.Refusal(WithData("NaN")).Place, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"device\": \"PMU1\",", "\"device\": 7,", "device", "7")]
    [InlineData("\"device\": \"PMU1\",", "\"device\": \"\",", "device", "''")]
    [InlineData("\"device\": \"PMU1\",", "\"device\": \"a\\u0007\",", "device", "'a\\u0007'")]
    [InlineData("\"timestamp\"", "\"time\"", "timestamp", "nothing")]
    [InlineData("+00:00\"", "\"", "timestamp", "'2020-05-20T10:27:57.980802'")]
    [InlineData("\"readings\"", "\"values\"", "readings", "nothing")]
    [InlineData("\"component\": \"BUS2\", ", "", "readings[1].component", "nothing")]
    [InlineData("\"measurand\": \"voltmagnitude\", \"phase\": \"A\", \"data\": 22", "\"phase\": \"A\", \"data\": 22", "readings[1].measurand", "nothing")]
    [InlineData("\"phase\": \"A\", \"data\": 22", "\"data\": 22", "readings[1].phase", "nothing")]
    [InlineData(", \"data\": 22", "", "readings[1].data", "nothing")]
    [InlineData("\"phase\": \"A\", \"data\": 22", "\"phase\": \"ABC\", \"data\": 22", "readings[1].phase", "'ABC'")]
    [InlineData("\"voltmagnitude\", \"phase\": \"A\", \"data\": 22", "\"volts\", \"phase\": \"A\", \"data\": 22", "readings[1].measurand", "'volts'")]
    [InlineData("\"data\": 22", "\"data\": 22, \"data\": 23", "readings[1].data", "the member again")]
    [InlineData("\"data\": 22", "\"data\": 22, \"d\\u0061ta\": 23", "readings[1].data", "the member again")]
    [InlineData("\"device\": \"PMU1\",", "\"device\": \"PMU1\", \"device\": \"PMU2\",", "device", "the member again")]
    [InlineData("\"BUS2\"", "\"BUS1\"", "reading 2 of 2", "'PMU1/BUS1/voltmagnitude/A' at the same time again")]
    public void A_wrong_member_is_named_with_what_it_was(string good, string bad, string place, string found)
    {
        var broken = Samples.Pmu.Replace(good, bad, StringComparison.Ordinal);
        Assert.NotEqual(Samples.Pmu, broken);

        var refusal = Samples.Refusal(broken);
        Assert.Equal((place, found), (refusal.Place, refusal.Found));
    }

    [Fact]
    public void Members_may_come_in_any_order_and_unknown_ones_are_ignored()
    {
        const string payload = """
            {"readings":[{"data":1,"x":{"data":2},"phase":"C","measurand":"frequency","component":"B"}],"y":[1,[2]],
             "timestamp":"2020-01-01T00:00:00Z","device":"D"}
            """;

        Assert.Equal("D/B/frequency/C", Assert.Single(Samples.Decode(payload).Readings).Stream.ToString());
    }

    [Fact]
    public void Readings_must_be_a_list_that_is_not_empty()
    {
        const string payload = """{"device":"D","timestamp":"2020-01-01T00:00:00Z","readings":READINGS}""";

        Assert.Equal("an empty list", Samples.Refusal(payload.Replace("READINGS", "[]", StringComparison.Ordinal)).Found);
        Assert.Equal("an object", Samples.Refusal(payload.Replace("READINGS", "{}", StringComparison.Ordinal)).Found);
        Assert.Equal(("readings[0]", "1"), Place(Samples.Refusal(payload.Replace("READINGS", "[1]", StringComparison.Ordinal))));
    }

    [Fact]
    public void More_readings_than_the_limit_are_refused()
    {
        Assert.Equal(2, Samples.Decode(Samples.Pmu, new(MaxReadings: 2)).Readings.Count);
        Assert.Equal(("readings", "more than 1"), Place(Samples.Refusal(Samples.Pmu, new(MaxReadings: 1))));
    }

    [Fact]
    public void A_byte_order_mark_shifts_the_parts_with_it()
    {
        var payload = Encoding.UTF8.GetBytes("\uFEFF \r\n" + Samples.Pmu);
        var reading = PayloadDecoder.Decode(payload, DecodeLimits.Default).Readings[0];

        Assert.Equal((byte)'{', payload[reading.RawOffset]);
        Assert.Equal((byte)'}', payload[reading.RawOffset + reading.RawLength - 1]);
    }

    private static string WithData(string data) => Samples.Pmu.Replace("\"data\": 11", $"\"data\": {data}", StringComparison.Ordinal);

    private static (string, string) Place(PayloadException refusal) => (refusal.Place, refusal.Found);
}
