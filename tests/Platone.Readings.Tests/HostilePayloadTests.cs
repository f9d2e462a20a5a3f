using System.Text;

namespace Platone.Readings.Tests;

public class HostilePayloadTests
{
    [Fact]
    public void Nothing_is_no_message()
    {
        Assert.Equal("nothing", Samples.Refusal("").Found);
        Assert.Equal("nothing", Samples.Refusal(" \r\n\t").Found);
        Assert.Equal("nothing", Samples.Refusal("\uFEFF").Found);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("[1]")]
    [InlineData("\"text\"")]
    [InlineData("12")]
    [InlineData("\u00A0{}")]
    public void Text_that_is_neither_json_nor_xml_is_refused(string payload) => Assert.Equal("payload", Samples.Refusal(payload).Place);

    [Fact]
    public void An_object_of_an_unknown_format_is_refused()
    {
        Assert.Equal("neither device nor lightNode", Samples.Refusal("{}").Found);
        Assert.Equal("both device and lightNode", Samples.Refusal("""{"device":"a","lightNode":"b"}""").Found);
    }

    [Fact]
    public void Ten_megabytes_are_refused_with_both_sizes()
    {
        var refusal = Assert.Throws<PayloadException>(() => PayloadDecoder.Decode(new byte[10_000_000], DecodeLimits.Default));

        Assert.Equal("payload: found 10000000 bytes, expected at most 1048576 bytes", refusal.Message);
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_located()
    {
        byte[] payload = [.. "{\"device\":\"é"u8, 0xC3, (byte)'"', (byte)'}'];

        var refusal = Assert.Throws<PayloadException>(() => PayloadDecoder.Decode(payload, DecodeLimits.Default));
        Assert.Equal(("payload byte 13", "0xC3", "UTF-8"), (refusal.Place, refusal.Found, refusal.Expected));
    }

    [Fact]
    public void Utf16_is_refused() =>
        Assert.Throws<PayloadException>(() => PayloadDecoder.Decode([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Samples.Pmu)], DecodeLimits.Default));

    [Theory]
    [InlineData("{")]
    [InlineData("{\"device\":\"a\"")]
    [InlineData("{\"device\":\"a\",}")]
    [InlineData("{\"device\":\"a\"}}")]
    [InlineData("{\"device\":\"a\"} {}")]
    [InlineData("{/* */\"device\":\"a\"}")]
    [InlineData("{\"device\":\"a\" // x\n}")]
    [InlineData("{'device':'a'}")]
    [InlineData("{\"device\":01}")]
    [InlineData("{\"device\":NaN}")]
    [InlineData("{\"device\":\"a\nb\"}")]
    public void Broken_json_is_located(string payload)
    {
        var refusal = Samples.Refusal(payload);

        Assert.StartsWith("payload line ", refusal.Place, StringComparison.Ordinal);
        Assert.StartsWith("JSON", refusal.Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"device\":\"\\uD800\"}")]
    [InlineData("{\"\\uDC00\":1}")]
    [InlineData("{\"device\":\"a\",\"x\":[{\"y\":\"\\uDC00\\uD800\"}]}")]
    public void Half_a_surrogate_pair_in_an_escape_is_no_text(string payload) =>
        Assert.Equal("half of a surrogate pair as an escape", Samples.Refusal(payload).Found);

    [Theory]
    [InlineData("<")]
    [InlineData("<a")]
    [InlineData("<a>")]
    [InlineData("<a></b>")]
    [InlineData("<a/><b/>")]
    [InlineData("<a b=1/>")]
    [InlineData("<?xml version='1.0'?>")]
    [InlineData(" <?xml version='1.0'?><a/>")]
    [InlineData("<a>&#x0;</a>")]
    [InlineData("<a>\u0001</a>")]
    public void Broken_xml_is_refused(string payload) => Assert.NotEmpty(Samples.Refusal(payload).Message);

    [Fact]
    public void Broken_xml_behind_a_good_message_is_located() =>
        Assert.Equal("payload line 25 character 17", Samples.Refusal(Samples.MeterReadings + "<x").Place);

    [Fact]
    public void A_document_type_is_refused_before_anything_in_it_is_read()
    {
        const string billionLaughs = """
            <?xml version="1.0"?>
            <!DOCTYPE lolz [
              <!ENTITY lol "lol">
              <!ENTITY lol1 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
              <!ENTITY lol2 "&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;">
            ]>
            <MeterReadings xmlns="http://iec.ch/TC57/2011/MeterReadings#">&lol2;</MeterReadings>
            """;

        Assert.Equal("a document type declaration", Samples.Refusal(billionLaughs).Found);
        Assert.Equal("a document type declaration", Samples.Refusal("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>").Found);
    }

    [Fact]
    public void An_entity_of_its_own_is_refused_by_name() =>
        Assert.Contains("'lol'", Samples.Refusal(Samples.MeterReadings.Replace("11.04", "&lol;", StringComparison.Ordinal)).Found, StringComparison.Ordinal);

    [Fact]
    public void Another_declared_encoding_is_refused() =>
        Assert.Equal("encoding 'ISO-8859-1'", Samples.Refusal(Samples.MeterReadings.Replace("UTF-8", "ISO-8859-1", StringComparison.Ordinal)).Found);

    [Fact]
    public void Any_amount_of_white_space_is_fine_between_elements()
    {
        var spacious = Samples.MeterReadings.Replace("<Meter>", new string('\n', 500_000) + "<Meter>", StringComparison.Ordinal);

        Assert.Equal(2, Samples.Decode(spacious).Readings.Count);
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        var json = """{"device":"a","x":""" + new string('[', 100_000) + new string(']', 100_000) + "}";
        var xml = "<MeterReadings xmlns='http://iec.ch/TC57/2011/MeterReadings#'>" + string.Concat(Enumerable.Repeat("<a>", 100_000));

        Assert.Contains("at most 16 levels", Samples.Refusal(json).Expected, StringComparison.Ordinal);
        Assert.Contains("at most 16 levels", Samples.Refusal(xml).Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_up_to_the_limit_is_fine()
    {
        var json = Samples.Pmu.Replace("\"data\": 11", "\"data\": 11, \"x\": " + new string('[', 13) + new string(']', 13), StringComparison.Ordinal);
        Assert.Equal(2, Samples.Decode(json).Readings.Count);
        Assert.NotNull(Samples.Refusal(json, new(MaxDepth: 15)));

        // Root, MeterReading, Meter, Names, NameType, NameTypeAuthority, name.
        Assert.Equal(2, Samples.Decode(Samples.MeterReadings, new(MaxDepth: 8)).Readings.Count);
        Assert.NotNull(Samples.Refusal(Samples.MeterReadings, new(MaxDepth: 6)));
    }
}
