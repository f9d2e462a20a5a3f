using System.Numerics;
using System.Text;
using Platone.Grid.Formats;
using Platone.Grid.Formats.Psse;

namespace Platone.Grid.Tests;

/// <summary>Transformers in all units that PSS/E's codes allow, against figures computed by hand.</summary>
public sealed class PsseTransformerTests
{
    private const string Head = """
        0,100.0,33,0,0,50.0
        two buses and a third

        1,'HIGH',110.0,3,1,1,1,1.0,0.0
        2,'MIDDLE',20.0,1,1,1,1,1.0,0.0
        3,'LOW',10.0,1,1,1,1,1.0,0.0
        0 / END OF BUS DATA
        0 / END OF LOAD DATA
        0 / END OF FIXED SHUNT DATA
        1,'1',0,0,99,-99,1.0,0,100,0,1,0,0,1,1
        0 / END OF GENERATOR DATA
        0 / END OF BRANCH DATA

        """;

    private const string Tail = """

        0 / END OF TRANSFORMER DATA
        0 / END OF AREA DATA
        0 / END OF TWO-TERMINAL DC DATA
        0 / END OF VSC DC LINE DATA
        1, 0.9, 1.2, 1.0, 1.0, 1.1, 0.8
        2, -30, 1.5, 30, 0.5
        0 / END OF IMPEDANCE CORRECTION DATA
        Q

        """;

    /// <summary>40 MVA, 115 / 21 kV at these taps, 0.25 % and 10 %; magnetising 40 kW and 0.2 % of 40 MVA at 110 kV.</summary>
    [Theory]
    [InlineData("1,2,0,'1',1,1,1,0.0004,-0.00069282032302755,2,'T',1\n0.00625,0.25,100\n1.0454545454545454,0,30,40\n1.05,0")]
    [InlineData("1,2,0,'1',2,2,2,40000,0.002,2,'T',1\n0.0025,0.1,40\n115,0,30,40\n21,0")]
    [InlineData("1,2,0,'1',3,3,2,40000,0.002,2,'T',1\n100000,0.10003124511871301,40\n1.0454545454545454,110,30,40\n1.05,20")]
    [InlineData("  1   2  0 '1 ' 2 2 2 40000 0.002 2 'T' 1 / blanks separate\n0.0025 0.1 40\n115 0 30 40\n21 0")]
    public void A_transformer_of_two_windings_is_the_same_in_all_units(string record)
    {
        var transformer = Assert.Single(Read(record).Transformers);

        Assert.Equal(("1-2-1", "T"), (transformer.Id, transformer.Name));
        Assert.Equal(115_000, transformer.FromWindingV, 1e-6);
        Assert.Equal(21_000, transformer.ToWindingV, 1e-6);
        Assert.Equal(Math.PI / 6, transformer.PhaseShiftRad, 1e-12);
        Assert.Equal(40e6, transformer.RatedPowerVA!.Value, 1e-6);

        // 20 kV and 40 MVA are 10 ohms; the second winding stands at 1.05 of its bus.
        AssertClose(new Complex(0.025, 1) * 1.05 * 1.05, transformer.PositiveSequence.SeriesOhm, 1e-9);
        Assert.Equal(default, transformer.PositiveSequence.FromShuntSiemens);

        var admittance = 0.002 * 40e6 / 110e3 / 110e3;
        var conductance = 40e3 / 110e3 / 110e3;
        AssertClose(new Complex(conductance, -Math.Sqrt(admittance * admittance - conductance * conductance)), transformer.OuterShuntSiemens, 1e-13);
    }

    [Fact]
    public void An_impedance_is_told_on_the_nominal_voltage_of_the_winding()
    {
        var transformer = Assert.Single(Read("1,2,0,'1',1,2,1,0,0,2,'T',1\n0.0025,0.1,40\n1.0,121,0,40\n1.0,22").Transformers);

        // A tenth more than the bus's 20 kV, for which 40 MVA are 10 ohms.
        AssertClose(new Complex(0.025, 1) * 1.21, transformer.PositiveSequence.SeriesOhm, 1e-9);
        Assert.Equal(110_000, transformer.FromWindingV, 1e-6);
    }

    /// <summary>10 % between the first and the second, 14 % and 8 % between the others, on 40, 20 and 20 MVA: 0.25, 0.7 and 0.4 per unit of 100 MVA.</summary>
    [Theory]
    [InlineData("1,2,3,'1',1,1,1,0,0,2,'T',1\n0.01,0.25,100,0.02,0.4,100,0.03,0.7,100,1.01,-5\n1.05,0,0,40\n1.0,0,30,20\n0.95,0,-30,20")]
    [InlineData("1,2,3,'1',2,2,1,0,0,2,'T',1\n0.004,0.1,40,0.004,0.08,20,0.006,0.14,20,1.01,-5\n115.5,0,0,40\n20,0,30,20\n9.5,0,-30,20")]
    [InlineData("1,2,3,'1',3,2,1,0,0,2,'T',1\n0.004,0.1,40,0.004,0.08,20,0.006,0.14,20,1.01,-5\n1.05,110,0,40\n1,20,30,20\n0.95,10,-30,20")]
    public void A_transformer_of_three_windings_is_three_legs_in_all_units(string record)
    {
        var network = Read(record);
        var whole = Assert.Single(network.ThreeWindingTransformers);
        var legs = new[] { whole.Leg1, whole.Leg2, whole.Leg3 }.Select(leg => network.Transformers[leg]).ToArray();
        var star = network.Nodes[whole.StarPoint];

        Assert.True(star.IsStarPoint);
        Assert.Equal(110_000, star.RatedVoltageV);
        Assert.Equal(1.01, star.GivenVoltage!.Value.Pu);
        Assert.Equal([115_500, 20_000, 9_500], legs.Select(leg => Math.Round(leg.FromWindingV, 6)));
        Assert.Equal([0, 30, -30], legs.Select(leg => Math.Round(leg.PhaseShiftRad * 180 / Math.PI, 9)));

        // 110 kV and 100 MVA are 121 ohms. Half of (12 + 31 - 23), (12 + 23 - 31), (23 + 31 - 12).
        AssertClose(new Complex(0.01, 0.275) * 121, legs[0].PositiveSequence.SeriesOhm, 1e-9);
        AssertClose(new Complex(0.0, -0.025) * 121, legs[1].PositiveSequence.SeriesOhm, 1e-9);
        AssertClose(new Complex(0.02, 0.425) * 121, legs[2].PositiveSequence.SeriesOhm, 1e-9);
    }

    [Theory]
    [InlineData(0, false, false, false)]
    [InlineData(1, true, true, true)]
    [InlineData(2, true, false, true)]
    [InlineData(3, true, true, false)]
    [InlineData(4, false, true, true)]
    public void A_status_opens_one_winding_or_all(int status, bool first, bool second, bool third)
    {
        var network = Read($"1,2,3,'1',1,1,1,0,0,2,'T',{status}\n0.01,0.25,100,0.02,0.4,100,0.03,0.7,100\n1\n1\n1");

        Assert.Equal([first, second, third], network.Transformers.Select(leg => leg.FromClosed && leg.ToClosed));
    }

    /// <summary>Table 1 by the ratio: 1.1 at 0.95, 0.9 at 1.05, 0.8 beyond 1.1. Table 2 by the angle: 1 at nothing, 1.5 at -30 degrees.</summary>
    [Theory]
    [InlineData("0.95,0,0,0,0,0,0,0,1.1,0.9,1.1,0.9,33,1", 1.1)]
    [InlineData("1.05,0,0,0,0,0,0,0,1.1,0.9,1.1,0.9,33,1", 0.9)]
    [InlineData("1.5,0,0,0,0,0,0,0,1.1,0.9,1.1,0.9,33,1", 0.8)]
    [InlineData("0.5,0,0,0,0,0,0,0,1.1,0.9,1.1,0.9,33,1", 1.2)]
    [InlineData("1.0,0,0,0,0,0,3,0,1.1,0.9,1.1,0.9,33,2", 1)]
    [InlineData("1.0,0,-30,0,0,0,-3,0,1.1,0.9,1.1,0.9,33,2", 1.5)]
    public void An_impedance_correction_table_is_interpolated(string winding, double factor)
    {
        var transformer = Assert.Single(Read($"1,2,0,'1',1,1,1,0,0,2,'T',1\n0.0,0.1,100\n{winding}\n1.0,0").Transformers);

        // 20 kV and 100 MVA are 4 ohms.
        Assert.Equal(0.1 * 4 * factor, transformer.PositiveSequence.SeriesOhm.Imaginary, 1e-12);
    }

    [Theory]
    [InlineData("1,2,0,'1',1,1,1,0,0,2,'T',1\n0,0,100\n1\n1", "X1_2")]
    [InlineData("1,2,0,'1',1,3,1,0,0,2,'T',1\n9e6,0.1,40\n1\n1", "R1_2")]
    [InlineData("1,2,0,'1',1,1,2,9e6,0.001,2,'T',1\n0,0.1,100\n1\n1", "MAG1")]
    [InlineData("1,2,0,'1',4,1,1,0,0,2,'T',1\n0,0.1,100\n1\n1", "CW")]
    [InlineData("1,2,0,'1',1,1,1,0,0,2,'T',1\n0,0.1,100\n-1\n1", "WINDV1")]
    [InlineData("1,2,0,'1',1,1,1,0,0,2,'T',1\n0,0.1,100\n1,0,0,0,0,0,0,0,1.1,0.9,1.1,0.9,33,9\n1", "TAB1")]
    [InlineData("1,2,0,'1',1,1,1,0,0,2,'T',7\n0,0.1,100\n1\n1", "STAT")]
    [InlineData("1,1,0,'1',1,1,1,0,0,2,'T',1\n0,0.1,100\n1\n1", "JBUS")]
    [InlineData("1,7,0,'1',1,1,1,0,0,2,'T',1\n0,0.1,100\n1\n1", "JBUS")]
    public void A_field_that_cannot_be_is_refused_by_name(string record, string field)
    {
        var error = Assert.Throws<GridFormatException>(() => Read(record));

        Assert.EndsWith(field, error.Place, StringComparison.Ordinal);
        Assert.Contains("line 13, transformer", error.Place, StringComparison.Ordinal);
    }

    [Fact]
    public void A_leg_without_impedance_has_very_little_and_the_user_is_told()
    {
        var network = Read("1,2,3,'1',1,1,1,0,0,2,'T',1\n0,0.1,100,0,0.2,100,0,0.1,100\n1\n1\n1");

        Assert.Equal(1e-6 * 121, network.Transformers[0].PositiveSequence.SeriesOhm.Imaginary, 1e-12);
        Assert.Contains(network.LeftOut, sentence => sentence.Contains("millionth", StringComparison.Ordinal));
    }

    private static void AssertClose(Complex expected, Complex found, double tolerance) => Assert.Equal(0, (expected - found).Magnitude, tolerance);

    private static Network Read(string record) => PsseRawReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(Head + record + Tail)), "t.raw");
}
