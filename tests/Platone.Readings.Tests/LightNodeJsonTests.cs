namespace Platone.Readings.Tests;

public class LightNodeJsonTests
{
    [Fact]
    public void A_message_becomes_readings_in_base_units()
    {
        var message = Samples.Decode(Samples.LightNode);

        Assert.Equal((PayloadFormat.LightNodeJson, "LN-0042", 2), (message.Format, message.Device, message.Readings.Count));
        var power = message.Readings[0];
        Assert.Equal("LN-0042/IT001E00000042/activepower/ABC", power.Stream.ToString());
        Assert.Equal((ExactDecimal.Parse("1520.4"), UnitSymbol.W, 1767225604_000000), (power.Value, power.Unit, power.TimeMicros));
        var charge = message.Readings[1];
        Assert.Equal("LN-0042/IT001E00000042/stateofcharge/none", charge.Stream.ToString());
        Assert.Equal((ExactDecimal.Parse("0.55"), UnitSymbol.None), (charge.Value, charge.Unit));
        Assert.All(message.Readings, reading => Assert.Equal(17UL, reading.DeviceSequence));
    }

    [Fact]
    public void Pod_phase_and_sequence_are_optional()
    {
        var reading = Assert.Single(Samples.Decode(One("activepower", "W", "1")).Readings);

        Assert.Equal("LN/-/activepower/ABC", reading.Stream.ToString());
        Assert.Null(reading.DeviceSequence);
    }

    [Theory]
    [InlineData("voltmagnitude", "V", "230.1", "230.1", UnitSymbol.V)]
    [InlineData("voltmagnitude", "kV", "20.05", "20050", UnitSymbol.V)]
    [InlineData("voltangle", "rad", "-1.38", "-1.38", UnitSymbol.Rad)]
    [InlineData("currmagnitude", "A", "0.9095", "0.9095", UnitSymbol.A)]
    [InlineData("currangle", "rad", "0", "0", UnitSymbol.Rad)]
    [InlineData("activepower", "W", "15", "15", UnitSymbol.W)]
    [InlineData("activepower", "MW", "0.0000015", "1.5", UnitSymbol.W)]
    [InlineData("reactivepower", "kvar", "-0.25", "-250", UnitSymbol.Var)]
    [InlineData("reactivepower", "Mvar", "1", "1000000", UnitSymbol.Var)]
    [InlineData("apparentpower", "kVA", "3.3", "3300", UnitSymbol.VA)]
    [InlineData("apparentpower", "MVA", "3.3", "3300000", UnitSymbol.VA)]
    [InlineData("frequency", "Hz", "49.98549", "49.98549", UnitSymbol.Hz)]
    [InlineData("activeenergy", "Wh", "7", "7", UnitSymbol.Wh)]
    [InlineData("activeenergy", "kWh", "12345.678", "12345678", UnitSymbol.Wh)]
    [InlineData("activeenergy", "MWh", "12.345678", "12345678", UnitSymbol.Wh)]
    [InlineData("reactiveenergy", "varh", "7", "7", UnitSymbol.Varh)]
    [InlineData("reactiveenergy", "kvarh", "0.007", "7", UnitSymbol.Varh)]
    [InlineData("temperature", "degC", "-3.5", "-3.5", UnitSymbol.DegC)]
    [InlineData("stateofcharge", "%", "99.5", "0.995", UnitSymbol.None)]
    public void Units_are_converted_exactly(string measurand, string unit, string written, string value, UnitSymbol baseUnit)
    {
        foreach (var json in (string[])[written, $"\"{written}\""])
        {
            var reading = Samples.Decode(One(measurand, unit, json)).Readings[0];
            Assert.Equal((ExactDecimal.Parse(value), baseUnit), (reading.Value, reading.Unit));
        }
    }

    [Theory]
    [InlineData("activepower", "kWh", "MW or W or kW")]
    [InlineData("activepower", "KW", "MW or W or kW")]
    [InlineData("activepower", "", "MW or W or kW")]
    [InlineData("activeenergy", "kW", "MWh or Wh or kWh")]
    [InlineData("temperature", "K", "degC")]
    public void A_unit_of_something_else_is_refused(string measurand, string unit, string expected)
    {
        var refusal = Samples.Refusal(One(measurand, unit, "1"));

        Assert.Equal(("readings[0].unit", $"'{unit}'", expected), (refusal.Place, refusal.Found, refusal.Expected));
    }

    [Theory]
    [InlineData("\"lightNode\":\"LN-0042\"", "\"lightNode\":null", "lightNode", "null")]
    [InlineData("\"pod\":\"IT001E00000042\"", "\"pod\":\"\"", "pod", "''")]
    [InlineData("\"sequence\":17", "\"sequence\":-1", "sequence", "-1")]
    [InlineData("\"sequence\":17", "\"sequence\":1.5", "sequence", "1.5")]
    [InlineData("\"sequence\":17", "\"sequence\":\"17\"", "sequence", "'17'")]
    [InlineData("\"sequence\":17", "\"sequence\":18446744073709551616", "sequence", "18446744073709551616")]
    [InlineData("\"sequence\":17", "\"sequence\":17,\"sequence\":18", "sequence", "the member again")]
    [InlineData("00:00:04Z", "00:00:04", "timestamp", "'2026-01-01T00:00:04'")]
    [InlineData("\"activepower\"", "\"power\"", "readings[0].measurand", "'power'")]
    [InlineData("\"phase\":\"ABC\"", "\"phase\":\"L1\"", "readings[0].phase", "'L1'")]
    [InlineData("\"unit\":\"%\"", "\"unit\":\"%\",\"phase\":\"ABC\"", "readings[1].phase", "'ABC'")]
    [InlineData("\"unit\":\"kW\",", "", "readings[0].unit", "nothing")]
    [InlineData("\"value\":55", "\"value\":\"NaN\"", "readings[1].value", "'NaN'")]
    [InlineData("\"1.5204\"", "\"1e127\"", "readings[0].value", "1E127")]
    public void A_wrong_member_is_named_with_what_it_was(string good, string bad, string place, string found)
    {
        var broken = Samples.LightNode.Replace(good, bad, StringComparison.Ordinal);
        Assert.NotEqual(Samples.LightNode, broken);

        var refusal = Samples.Refusal(broken);
        Assert.Equal((place, found), (refusal.Place, refusal.Found));
    }

    [Fact]
    public void The_largest_sequence_is_kept()
    {
        var payload = Samples.LightNode.Replace(":17", ":18446744073709551615", StringComparison.Ordinal);

        Assert.Equal(ulong.MaxValue, Samples.Decode(payload).Readings[0].DeviceSequence);
    }

    private static string One(string measurand, string unit, string value) =>
        $$"""{"lightNode":"LN","timestamp":"2026-01-01T00:00:04Z","readings":[{"measurand":"{{measurand}}","unit":"{{unit}}","value":{{value}}}]}""";
}
