using System.Text;

namespace Platone.Readings.Tests;

public class CsvTests
{
    private const string Header = "device,component,measurand,phase,time,value,unit\n";

    private const string Line = "M-1,-,activeenergy,ABC,2026-01-01T00:00:00Z,1.5,kWh";

    [Fact]
    public void A_table_becomes_readings_in_base_units()
    {
        var message = Samples.Decode(Samples.Csv);

        Assert.Equal((PayloadFormat.Csv, null, 3), (message.Format, message.Device, message.Readings.Count));
        Assert.Equal(
            ["M-1/IT001E00000042/activeenergy/ABC", "M-1/IT001E00000042/activeenergy/ABC", "M,2/-/temperature/none"],
            message.Readings.Select(reading => reading.Stream.ToString()));
        Assert.Equal(
            [ExactDecimal.Parse("12345678"), ExactDecimal.Parse("12345900"), ExactDecimal.Parse("-3.5")], message.Readings.Select(reading => reading.Value));
        Assert.Equal([UnitSymbol.Wh, UnitSymbol.Wh, UnitSymbol.DegC], message.Readings.Select(reading => reading.Unit));
        Assert.Equal([1767222000_000000, 1767222900_000000, 1767222000_000000], message.Readings.Select(reading => reading.TimeMicros));
        Assert.Equal([0, (5 << 12) | 259, 0], message.Readings.Select(reading => (int)reading.Quality));
    }

    [Fact]
    public void A_reading_s_part_is_its_line_without_the_end()
    {
        var message = Samples.Decode(Samples.Csv);

        Assert.Equal(
            Samples.Csv.Split('\n')[1..4].Select(line => line.TrimEnd('\r')), message.Readings.Select(reading => Samples.RawText(Samples.Csv, reading)));
    }

    [Theory]
    [InlineData("A", UnitSymbol.A, "1.5")]
    [InlineData("mA", UnitSymbol.A, "0.0015")]
    [InlineData("kV", UnitSymbol.V, "1500")]
    [InlineData("mHz", UnitSymbol.Hz, "0.0015")]
    [InlineData("MW", UnitSymbol.W, "1500000")]
    [InlineData("mW", UnitSymbol.W, "0.0015")]
    [InlineData("GWh", UnitSymbol.Wh, "1500000000")]
    [InlineData("Mvarh", UnitSymbol.Varh, "1500000")]
    [InlineData("m3", UnitSymbol.M3, "1.5")]
    [InlineData("%", UnitSymbol.None, "0.015")]
    [InlineData("none", UnitSymbol.None, "1.5")]
    public void Multiples_are_applied_exactly(string unit, UnitSymbol expected, string value)
    {
        var reading = Assert.Single(Samples.Decode(Header + Line.Replace("kWh", unit, StringComparison.Ordinal) + "\n").Readings);

        Assert.Equal((expected, ExactDecimal.Parse(value)), (reading.Unit, reading.Value));
    }

    [Theory]
    [InlineData("M-1,-,activeenergy,ABC,2026-01-01T00:00:00Z,1.5,kWh,1.0.0", "line 2", "8 fields")]
    [InlineData("M-1,-,activeenergy,ABC,2026-01-01T00:00:00Z,1.5", "line 2", "6 fields")]
    [InlineData("", "line 2", "1 fields")]
    [InlineData("M-1,-,activeenergy,ABC,2026-01-01 00:00,1.5,kWh", "line 2, time", "'2026-01-01 00:00'")]
    [InlineData("M-1,-,activeenergy,ABC,2026-01-01T00:00:00,1.5,kWh", "line 2, time", "'2026-01-01T00:00:00'")]
    [InlineData("M-1,-,activeenergy,ABC,2026-01-01T00:00:00Z,\"1,5\",kWh", "line 2, value", "'1,5'")]
    [InlineData("M-1,-,activeenergy,ABC,2026-01-01T00:00:00Z,NaN,kWh", "line 2, value", "'NaN'")]
    [InlineData("M-1,-,activeenergy,ABC,2026-01-01T00:00:00Z,1e127,kWh", "line 2, value", "1E127")]
    [InlineData("M-1,-,activeenergy,ABC,2026-01-01T00:00:00Z,1.5,kwh", "line 2, unit", "'kwh'")]
    [InlineData("M-1,-,activeenergy,ABC,2026-01-01T00:00:00Z,1.5,kdegC", "line 2, unit", "'kdegC'")]
    [InlineData(" ,-,activeenergy,ABC,2026-01-01T00:00:00Z,1.5,kWh", "line 2, device", "' '")]
    [InlineData("M-1,-,,ABC,2026-01-01T00:00:00Z,1.5,kWh", "line 2, measurand", "''")]
    [InlineData("\"M-1,-,activeenergy,ABC,2026-01-01T00:00:00Z,1.5,kWh", "line 2", "found a quote that is not closed")]
    [InlineData("\"M\"-1,-,activeenergy,ABC,2026-01-01T00:00:00Z,1.5,kWh", "line 2", "found '-' behind a closing quote, expected ','")]
    [InlineData("M\"1,-,activeenergy,ABC,2026-01-01T00:00:00Z,1.5,kWh", "line 2", "found a quote in a field that does not begin with one")]
    public void A_bad_line_is_refused_by_its_number(string line, string place, string found)
    {
        var refusal = Samples.Refusal($"{Header}{line}\n");

        Assert.Equal((place, found), (refusal.Place, refusal.Found));
    }

    [Theory]
    [InlineData("device,component,measurand,phase,time,value,unit,quality,more\n")]
    [InlineData("device,measurand,time,value,unit\n")]
    [InlineData("device,component,measurand,phase,time,value,unit \n")]
    public void Another_header_is_refused(string header) => Assert.Equal("line 1", Samples.Refusal(header + Line + "\n").Place);

    [Fact]
    public void A_header_alone_is_refused() => Assert.Equal(("line 2", "nothing"), (Samples.Refusal(Header).Place, Samples.Refusal(Header).Found));

    [Fact]
    public void A_table_cut_off_inside_a_line_is_refused()
    {
        for (var length = Header.Length + 1; length < Samples.Csv.Length; length++)
        {
            if (Samples.Csv[length - 1] == '\n') continue;
            Assert.Throws<PayloadException>(() => Samples.Decode(Samples.Csv[..length]));
        }
    }

    [Fact]
    public void More_lines_than_the_limit_are_refused()
    {
        var table = new StringBuilder(Header);
        for (var i = 0; i < 3; i++) table.Append(Line.Replace("00:00:00", $"00:00:0{i}", StringComparison.Ordinal)).Append('\n');

        Assert.Equal(3, Samples.Decode(table.ToString(), new(MaxReadings: 3)).Readings.Count);
        Assert.Equal(
            ("line 4", "more than 2 readings"),
            (Samples.Refusal(table.ToString(), new(MaxReadings: 2)).Place, Samples.Refusal(table.ToString(), new(MaxReadings: 2)).Found));
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_header() => Assert.Equal(3, Samples.Decode("\uFEFF" + Samples.Csv).Readings.Count);

    [Theory]
    [InlineData("a,b,c")]
    [InlineData("\"a,b\",\"say \"\"x\"\"\",")]
    public void A_row_is_split_and_joined_again(string line) => Assert.Equal(line, CsvRow.Join(CsvRow.Split(line)));
}
