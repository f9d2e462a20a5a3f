namespace Platone.Readings.Tests;

public class ReadingTypeTests
{
    [Theory]
    [InlineData("0.26.0.0.1.1.12.0.0.0.0.0.0.0.224.3.72.0", "activeenergy.forward.aggregate26", "ABC", UnitSymbol.Wh, 3)]
    [InlineData("0.26.0.0.1.1.12.0.0.0.0.0.0.0.224.3.73.0", "reactiveenergy.forward.aggregate26", "ABC", UnitSymbol.Varh, 3)]
    [InlineData("0.0.0.1.1.1.12.0.0.0.0.0.0.0.0.3.72.0", "activeenergy.forward.accumulation1", "none", UnitSymbol.Wh, 3)]
    [InlineData("0.0.0.1.19.1.12.0.0.0.0.0.0.0.0.3.72.0", "activeenergy.reverse.accumulation1", "none", UnitSymbol.Wh, 3)]
    [InlineData("0.0.2.4.1.2.12.0.0.0.0.0.0.0.0.3.72.0", "activeenergy.forward.period2.accumulation4.commodity2", "none", UnitSymbol.Wh, 3)]
    [InlineData("11.0.0.4.2.1.12.0.0.0.0.3.0.0.0.0.73.0", "reactiveenergy.lagging.macroperiod11.accumulation4.tou3", "none", UnitSymbol.Varh, 0)]
    [InlineData("0.0.0.0.19.1.37.0.0.0.0.0.0.0.128.6.38.0", "activepower.reverse", "A", UnitSymbol.W, 6)]
    [InlineData("0.8.2.0.1.1.8.0.0.0.0.0.1.2.0.3.38.978", "activedemand.forward.aggregate8.period2.cpp1.tier2.currency978", "none", UnitSymbol.W, 3)]
    [InlineData("0.0.0.0.0.1.54.0.0.0.0.0.0.0.129.-3.29.0", "voltage", "AN", UnitSymbol.V, -3)]
    [InlineData("0.0.0.0.0.1.4.0.0.0.0.0.0.0.16.0.5.0", "current", "N", UnitSymbol.A, 0)]
    [InlineData("0.0.0.0.0.1.54.2.1.0.0.0.0.0.64.0.29.0", "voltage.interharmonic2-1", "B", UnitSymbol.V, 0)]
    [InlineData("0.0.0.0.0.1.4.0.0.1.10.0.0.0.32.0.5.0", "current.argument1-10", "C", UnitSymbol.A, 0)]
    [InlineData("0.0.0.0.0.1.15.0.0.0.0.0.0.0.0.0.33.0", "frequency", "none", UnitSymbol.Hz, 0)]
    [InlineData("0.0.0.0.0.0.46.0.0.0.0.0.0.0.0.0.23.0", "temperature.commodity0", "none", UnitSymbol.DegC, 0)]
    [InlineData("0.0.0.1.1.7.58.0.0.0.0.0.0.0.0.0.42.0", "volume.forward.accumulation1.commodity7", "none", UnitSymbol.M3, 0)]
    public void The_18_numbers_become_a_measurand_a_phase_a_unit_and_a_multiplier(
        string code, string measurand, string phase, UnitSymbol unit, int multiplier) =>
        Assert.Equal(new ReadingType(measurand, phase, unit, multiplier), ReadingType.Parse(code, "here"));

    [Theory]
    [InlineData("", "here", "''")]
    [InlineData("0.26.0.0.1.1.12", "here", "'0.26.0.0.1.1.12'")]
    [InlineData("0.0.0.0.1.1.12.0.0.0.0.0.0.0.0.3.72.0.0", "here", "'0.0.0.0.1.1.12.0.0.0.0.0.0.0.0.3.72.0.0'")]
    [InlineData("0.0.0.0.1.1.x.0.0.0.0.0.0.0.0.3.72.0", "here field 7 (measurementKind)", "'x'")]
    [InlineData("0.0.0.0.1.1..0.0.0.0.0.0.0.0.3.72.0", "here field 7 (measurementKind)", "''")]
    [InlineData("0.0.0.0.1.1.12.0.0.0.0.-1.0.0.0.3.72.0", "here field 12 (tou)", "'-1'")]
    [InlineData("0.0.0.0.1.1.12.0.0.0.0.70000.0.0.0.3.72.0", "here field 12 (tou)", "'70000'")]
    [InlineData("0.0.0.0.1.1.99.0.0.0.0.0.0.0.0.3.72.0", "here field 7 (measurementKind)", "99")]
    [InlineData("0.0.0.0.1.1.12.0.0.0.0.0.0.0.0.3.38.0", "here field 17 (unit)", "38")]
    [InlineData("0.0.0.0.99.1.12.0.0.0.0.0.0.0.0.3.72.0", "here field 5 (flowDirection)", "99")]
    [InlineData("0.0.0.0.1.99.12.0.0.0.0.0.0.0.0.3.72.0", "here field 6 (commodity)", "99")]
    [InlineData("0.0.0.0.1.1.12.0.0.0.0.0.0.0.3.3.72.0", "here field 15 (phases)", "3")]
    [InlineData("0.0.0.0.1.1.12.0.0.0.0.0.0.0.0.4.72.0", "here field 16 (multiplier)", "4")]
    [InlineData("0.0.0.0.1.1.12.0.0.0.0.0.0.0.0.3.65608.0", "here field 17 (unit)", "'65608'")]
    public void What_has_no_meaning_is_refused_by_field(string code, string place, string found)
    {
        var refusal = Refusal(code);

        Assert.Equal((place, found), (refusal.Place, refusal.Found));
    }

    [Fact]
    public void A_refusal_says_which_units_the_kind_can_have() =>
        Assert.Equal("one of 31, 71, 72, 73", Refusal("0.0.0.0.1.1.12.0.0.0.0.0.0.0.0.3.38.0").Expected);

    [Fact]
    public void Types_that_differ_in_any_field_but_the_multiplier_name_different_streams()
    {
        int[] fields = [0, 0, 0, 0, 1, 1, 12, 0, 0, 0, 0, 0, 0, 0, 0, 3, 72, 0];
        int[] others = [8, 2, 2, 4, 19, 2, 37, 2, 3, 5, 7, 1, 1, 1, 224, 0, 73, 978];
        var names = new HashSet<(string, string)> { Name(fields) };

        for (var i = 0; i < fields.Length; i++)
        {
            var changed = fields.ToArray();
            changed[i] = others[i];
            if (i == 6) changed[16] = 38;
            Assert.Equal(i != 15, names.Add(Name(changed)));
        }
    }

    [Fact]
    public void A_measurand_that_gets_too_long_for_a_stream_is_refused() =>
        Assert.Equal("1 to 128 characters", Refusal("65535.65535.65535.65535.21.2.12.65535.65535.65535.65535.65535.65535.65535.0.0.73.65535").Expected);

    private static PayloadException Refusal(string code) => Assert.Throws<PayloadException>(() => ReadingType.Parse(code, "here"));

    private static (string, string) Name(int[] fields)
    {
        var type = ReadingType.Parse(string.Join('.', fields), "here");
        return (type.Measurand, type.Phase);
    }
}
