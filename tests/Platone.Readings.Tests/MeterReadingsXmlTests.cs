using System.Text;
using System.Xml.Linq;
using static System.StringComparison;

namespace Platone.Readings.Tests;

public class MeterReadingsXmlTests
{
    private const string Namespace = "http://iec.ch/TC57/2011/MeterReadings#";

    [Fact]
    public void The_deliverables_example_becomes_two_energies_in_base_units()
    {
        var message = Samples.Decode(Samples.MeterReadings);

        Assert.Equal((PayloadFormat.MeterReadingsXml, "11111111", 2), (message.Format, message.Device, message.Readings.Count));
        var active = message.Readings[0];
        Assert.Equal("11111111/1111111/activeenergy.forward.aggregate26/ABC", active.Stream.ToString());
        Assert.Equal((ExactDecimal.FromInt64(11_040), UnitSymbol.Wh, 1568377800_000000), (active.Value, active.Unit, active.TimeMicros));
        var reactive = message.Readings[1];
        Assert.Equal("11111111/1111111/reactiveenergy.forward.aggregate26/ABC", reactive.Stream.ToString());
        Assert.Equal((ExactDecimal.FromInt64(3_450), UnitSymbol.Varh, ReadingQuality.Valid), (reactive.Value, reactive.Unit, reactive.Quality));
    }

    [Fact]
    public void An_mrid_goes_before_names_and_a_missing_usage_point_is_a_dash()
    {
        var payload = Message("<Meter><Names><name>N</name></Names><mRID>M</mRID></Meter>" + OneReading());

        Assert.Equal("M/-/activeenergy.forward/none", Assert.Single(Samples.Decode(payload).Readings).Stream.ToString());
    }

    [Fact]
    public void The_first_of_several_names_counts() =>
        Assert.Equal("N1", Samples.Decode(Message("<Meter><Names><name>N1</name></Names><Names><name>N2</name></Names></Meter>" + OneReading())).Device);

    [Theory]
    [InlineData("CreateMeterReadings")]
    [InlineData("CreatedMeterReadings")]
    public void The_message_wrapper_is_taken_off(string wrapper)
    {
        var payload = $"""
            <m:{wrapper} xmlns:m="http://iec.ch/TC57/2011/MeterReadingsMessage" xmlns="{Namespace}">
              <m:Header><Verb xmlns="http://iec.ch/TC57/2011/schema/message">create</Verb></m:Header>
              <m:Payload>{OfMeter(OneReading())}</m:Payload>
            </m:{wrapper}>
            """;

        Assert.Equal("M", Samples.Decode(payload).Device);
    }

    [Fact]
    public void Several_meters_leave_the_messages_device_open()
    {
        var payload = Messages("<Meter><mRID>M1</mRID></Meter>" + OneReading(), "<Meter><mRID>M2</mRID></Meter>" + OneReading());
        var message = Samples.Decode(payload);

        Assert.Null(message.Device);
        Assert.Equal(["M1", "M2"], message.Readings.Select(reading => reading.Stream.Device));
    }

    [Fact]
    public void One_stream_may_have_many_times_but_each_only_once()
    {
        var later = OneReading().Replace("00:15", "00:30", Ordinal);

        Assert.Equal(2, Samples.Decode(OfMeter(OneReading() + later)).Readings.Count);
        Assert.Contains("at the same time again", Samples.Refusal(OfMeter(OneReading() + OneReading())).Found, Ordinal);
    }

    [Fact]
    public void The_same_register_in_kilo_and_in_base_units_is_one_stream()
    {
        var kilo = Samples.Decode(OfMeter(OneReading(value: "1.5", type: "0.0.0.0.1.1.12.0.0.0.0.0.0.0.0.3.72.0"))).Readings[0];
        var one = Samples.Decode(OfMeter(OneReading(value: "1500", type: "0.0.0.0.1.1.12.0.0.0.0.0.0.0.0.0.72.0"))).Readings[0];

        Assert.Equal((one.Stream, one.Value, one.Unit), (kilo.Stream, kilo.Value, kilo.Unit));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0, "1.0.0")]
    [InlineData(0x8000, "3.8.0")]
    [InlineData(0x8001, "3.8.1", "2.7.1")]
    [InlineData(0x8001, "2.7.1", "3.8.1", "1.0.0")]
    public void The_quality_of_the_highest_category_stands(int quality, params string[] codes)
    {
        var qualities = codes.Select(code => $"<ReadingQualities><timeStamp>whenever</timeStamp><ReadingQualityType ref=\"{code}\"/></ReadingQualities>");

        Assert.Equal(quality, Samples.Decode(OfMeter(OneReading(extra: string.Concat(qualities)))).Readings[0].Quality);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void A_readings_part_is_its_element_byte_for_byte(string newLine)
    {
        // Everything that could shift a position: a prefix, ends of lines in every construct, characters of several bytes, tags that are none.
        var first = OnLines("""
            <r:Readings a='>'>
              <r:timeStamp>2026-01-01T00:15:00Z</r:timeStamp><!-- µ🔌 --><r:value><![CDATA[7]]></r:value>
              <r:ReadingType ref='0.0.0.0.1.1.12.0.0.0.0.0.0.0.0.3.72.0' /><r:reason>🔌</r:reason>
            </r:Readings
              >
            """);
        var second = first.Replace("00:15", "00:30", Ordinal);
        var before = OnLines($"""
            <?xml version='1.0'?>
            <!-- é
              <r:Readings> 🔌 --><?pi

              <r:Readings> ?>
            <r:MeterReadings note='ü
              🔌' xmlns:r='{Namespace}'><r:MeterReading><r:Meter><r:mRID>Zähler</r:mRID></r:Meter>
              <r:comment>🔌 <![CDATA[
                <r:Readings>]]>
              </r:comment>
            """);
        var payload = $"\uFEFF{before}{first}{second}</r:MeterReading></r:MeterReadings>{newLine}";

        var readings = Samples.Decode(payload).Readings;

        Assert.Equal([first, second], readings.Select(reading => Samples.RawText(payload, reading)));

        string OnLines(string text) => text.ReplaceLineEndings(newLine);
    }

    [Theory]
    [InlineData("<mRID>M</mRID>", "", "Meter", "neither mRID nor name")]
    [InlineData("<mRID>M</mRID>", "<mRID></mRID>", "Meter/mRID", "''")]
    [InlineData("<mRID>M</mRID>", "<mRID>M</mRID><mRID>N</mRID>", "Meter/mRID", "the element again")]
    [InlineData("<Meter><mRID>M</mRID></Meter>", "", "Meter", "nothing")]
    [InlineData("<Meter><mRID>M</mRID></Meter>", "<Meter><mRID>M</mRID></Meter><UsagePoint/>", "UsagePoint", "neither mRID nor name")]
    [InlineData("<Meter><mRID>M</mRID></Meter>", "<Meter><mRID>M</mRID></Meter><IntervalBlocks/>", "IntervalBlocks", "the element")]
    [InlineData("<Meter><mRID>M</mRID></Meter>", "<Meter><mRID>M</mRID></Meter>stray", "", "the text 'stray'")]
    [InlineData("<timeStamp>2026-01-01T00:15:00Z</timeStamp>", "", "Readings[1]/timeStamp", "nothing")]
    [InlineData("15:00Z</timeStamp>", "15:00</timeStamp>", "Readings[1]/timeStamp", "'2026-01-01T00:15:00'")]
    [InlineData("timeStamp", "timestamp", "Readings[1]/timestamp", "the spelling timestamp")]
    [InlineData("<Meter>", "<readings/><Meter>", "readings", "the spelling readings")]
    [InlineData("<Meter>", "<Usagepoint/><Meter>", "Usagepoint", "the spelling Usagepoint")]
    [InlineData("<value>7</value>", "", "Readings[1]/value", "nothing")]
    [InlineData("<value>7</value>", "<value/>", "Readings[1]/value", "''")]
    [InlineData("<value>7</value>", "<value>NaN</value>", "Readings[1]/value", "'NaN'")]
    [InlineData("<value>7</value>", "<value>7<b/></value>", "Readings[1]/value", "the element b")]
    [InlineData("<value>7</value>", "<value>7</value><value>8</value>", "Readings[1]/value", "the element again")]
    [InlineData("<value>7</value>", "<value>1e126</value>", "Readings[1]/value", "1E126")]
    [InlineData(" ref=\"0.0.0.0.1.1.12.0.0.0.0.0.0.0.0.3.72.0\"", "", "Readings[1]/ReadingType/@ref", "nothing")]
    [InlineData(".72.0\"", ".7777.0\"", "Readings[1]/ReadingType/@ref field 17 (unit)", "7777")]
    [InlineData(
        "<value>", "<ReadingQualities><ReadingQualityType ref=\"good\"/></ReadingQualities><value>",
        "Readings[1]/ReadingQualities/ReadingQualityType/@ref", "'good'")]
    public void A_wrong_element_is_named_with_what_it_was(string good, string bad, string place, string found)
    {
        var payload = OfMeter(OneReading());
        var broken = payload.Replace(good, bad, Ordinal);
        Assert.NotEqual(payload, broken);

        var refusal = Samples.Refusal(broken);
        Assert.Equal(($"MeterReading[1]/{place}".TrimEnd('/'), found), (refusal.Place, refusal.Found));
    }

    [Fact]
    public void The_right_spelling_of_the_time_is_in_the_refusal()
    {
        var misspelt = Samples.MeterReadings.Replace("timeStamp", "timestamp", Ordinal);

        Assert.Equal("timeStamp, as the standard spells it", Samples.Refusal(misspelt).Expected);
    }

    [Theory]
    [InlineData("<MeterReadings/>")]
    [InlineData("<MeterReadings xmlns='http://iec.ch/TC57/2009/MeterReadings#'/>")]
    [InlineData("<html xmlns='http://iec.ch/TC57/2011/MeterReadings#'/>")]
    public void Another_root_is_refused(string payload) => Assert.Equal("root element", Samples.Refusal(payload).Place);

    [Fact]
    public void Values_do_not_vanish_in_a_misspelt_meter_reading()
    {
        var misspelt = Samples.MeterReadings.Replace("<MeterReading>", "<meterReading/><MeterReading>", Ordinal);

        Assert.Equal("the spelling meterReading", Samples.Refusal(misspelt).Found);
    }

    [Fact]
    public void A_message_without_readings_is_refused() =>
        Assert.Equal("no Readings", Samples.Refusal(OfMeter("")).Found);

    [Fact]
    public void More_readings_than_the_limit_are_refused()
    {
        Assert.Equal(2, Samples.Decode(Samples.MeterReadings, new(MaxReadings: 2)).Readings.Count);
        Assert.Equal("more than 1 in the message", Samples.Refusal(Samples.MeterReadings, new(MaxReadings: 1)).Found);
    }

    [Fact]
    public void Every_part_is_the_element_that_another_parser_sees()
    {
        var readings = Samples.Decode(Samples.MeterReadings).Readings;
        var elements = XDocument.Parse(Samples.MeterReadings).Descendants(XName.Get("Readings", Namespace)).ToList();

        Assert.Equal(elements.Count, readings.Count);
        foreach (var (reading, element) in readings.Zip(elements))
        {
            var part = XElement.Parse(Samples.RawText(Samples.MeterReadings, reading));
            Assert.Equal(element.Value, part.Value);
            Assert.Equal(element.Elements().Attributes("ref").Single().Value, part.Elements().Attributes("ref").Single().Value);
        }
    }

    [Fact]
    public void Thousands_of_readings_in_one_message_are_read()
    {
        var content = new StringBuilder();
        for (var i = 0; i < 5_000; i++)
            content.Append(OneReading().Replace("2026-01-01T00:15:00Z", IsoTime.Format(i * 900_000_000L), Ordinal));
        var payload = OfMeter(content.ToString());

        var readings = Samples.Decode(payload, new(MaxPayloadBytes: 2_000_000)).Readings;

        Assert.Equal(5_000, readings.Count);
        Assert.EndsWith("</Readings>", Samples.RawText(payload, readings[^1]), Ordinal);
    }

    private static string OneReading(string value = "7", string type = "0.0.0.0.1.1.12.0.0.0.0.0.0.0.0.3.72.0", string extra = "") =>
        $"<Readings>{extra}<timeStamp>2026-01-01T00:15:00Z</timeStamp><value>{value}</value><ReadingType ref=\"{type}\"/></Readings>";

    private static string OfMeter(string readings) => Message("<Meter><mRID>M</mRID></Meter>" + readings);

    private static string Message(string meterReading) => Messages(meterReading);

    private static string Messages(params string[] meterReadings) =>
        $"<MeterReadings xmlns=\"{Namespace}\">{string.Concat(meterReadings.Select(content => $"<MeterReading>{content}</MeterReading>"))}</MeterReadings>";
}
