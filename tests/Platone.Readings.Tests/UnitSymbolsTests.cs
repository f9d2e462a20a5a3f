namespace Platone.Readings.Tests;

public class UnitSymbolsTests
{
    [Fact]
    public void Every_unit_has_a_symbol_that_leads_back_to_it()
    {
        foreach (var unit in Enum.GetValues<UnitSymbol>())
        {
            Assert.True(UnitSymbols.IsKnown(unit));
            Assert.True(UnitSymbols.TryParse(UnitSymbols.Text(unit), out var again));
            Assert.Equal(unit, again);
        }
    }

    [Theory]
    [InlineData(38, "W")]
    [InlineData(61, "VA")]
    [InlineData(63, "var")]
    [InlineData(71, "VAh")]
    [InlineData(72, "Wh")]
    [InlineData(73, "varh")]
    [InlineData(29, "V")]
    [InlineData(5, "A")]
    [InlineData(33, "Hz")]
    [InlineData(10, "rad")]
    [InlineData(9, "deg")]
    [InlineData(23, "degC")]
    [InlineData(42, "m3")]
    [InlineData(0, "none")]
    public void Codes_are_those_of_the_cim(int code, string symbol) => Assert.Equal(symbol, UnitSymbols.Text((UnitSymbol)code));

    [Fact]
    public void Case_counts_and_unknown_codes_stay_numbers()
    {
        Assert.False(UnitSymbols.TryParse("wh", out _));
        Assert.False(UnitSymbols.IsKnown((UnitSymbol)9999));
        Assert.Equal("9999", UnitSymbols.Text((UnitSymbol)9999));
    }
}
