using System.Globalization;
using System.Numerics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Platone.Readings.Tests;

public class ExactDecimalTests
{
    [Theory]
    [InlineData("0", "0", 0)]
    [InlineData("-0.000", "0", 0)]
    [InlineData("0e999999999999999999999", "0", 0)]
    [InlineData("11.04", "1104", -2)]
    [InlineData("+007.50", "75", -1)]
    [InlineData(".5", "5", -1)]
    [InlineData("5.", "5", 0)]
    [InlineData("1200", "12", 2)]
    [InlineData("-1.5E+3", "-15", 2)]
    [InlineData("1e-128", "1", -128)]
    [InlineData("1E127", "1", 127)]
    [InlineData("99999999999999999999999999999999999999", "99999999999999999999999999999999999999", 0)]
    [InlineData("-0.00000000000000000000000000000000000001", "-1", -38)]
    public void Decimal_text_is_read_into_its_normal_form(string text, string mantissa, int exponent)
    {
        var expected = new ExactDecimal(Int128.Parse(mantissa, CultureInfo.InvariantCulture), (sbyte)exponent);

        Assert.True(ExactDecimal.TryParse(text, out var value));
        Assert.Equal(expected, value);
        Assert.True(ExactDecimal.TryParse(Encoding.UTF8.GetBytes(text), out value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1.2.3")]
    [InlineData("--1")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-INF")]
    [InlineData("0x10")]
    [InlineData("1,5")]
    [InlineData("1_000")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("١")]
    [InlineData("1e1.5")]
    [InlineData("1e128")]
    [InlineData("1e-129")]
    [InlineData("1e99999999999999999999999999")]
    [InlineData("999999999999999999999999999999999999999")]
    [InlineData("1.00000000000000000000000000000000000001")]
    public void What_is_no_decimal_number_of_38_digits_is_refused(string text)
    {
        Assert.False(ExactDecimal.TryParse(text, out _));
        Assert.False(ExactDecimal.TryParse(Encoding.UTF8.GetBytes(text), out _));
        Assert.Throws<FormatException>(() => ExactDecimal.Parse(text));
    }

    [Fact]
    public void A_character_whose_low_byte_is_a_digit_is_no_digit() => Assert.False(ExactDecimal.TryParse("\u0131\u0231", out _));

    [Fact]
    public void Zeros_at_the_end_are_no_significant_digits()
    {
        Assert.Equal(new ExactDecimal(1, 100), ExactDecimal.Parse("1" + new string('0', 100)));
        Assert.Equal(ExactDecimal.FromInt64(3), ExactDecimal.Parse("3." + new string('0', 100_000)));
        Assert.Equal(ExactDecimal.FromInt64(1), ExactDecimal.Parse($"0.{new string('0', 199)}1e200"));
    }

    [Theory]
    [InlineData("-0.0125", "-0.0125")]
    [InlineData("125e2", "12500")]
    [InlineData("1e30", "1000000000000000000000000000000")]
    [InlineData("-12e31", "-12E31")]
    [InlineData("1e-30", "0.000000000000000000000000000001")]
    [InlineData("12.5e-31", "125E-32")]
    public void Text_is_plain_while_it_is_short(string written, string expected) => Assert.Equal(expected, ExactDecimal.Parse(written).ToString());

    [Fact]
    public void Scaling_moves_the_exponent_and_nothing_else()
    {
        Assert.Equal(ExactDecimal.FromInt64(11_040), ExactDecimal.Parse("11.04").Scale(3));
        Assert.Equal(ExactDecimal.Parse("0.55"), ExactDecimal.FromInt64(55).Scale(-2));
        Assert.Equal(ExactDecimal.Zero, ExactDecimal.Zero.Scale(int.MaxValue));
        Assert.Throws<OverflowException>(() => ExactDecimal.Parse("1e127").Scale(1));
        Assert.Throws<OverflowException>(() => ExactDecimal.Parse("1").Scale(int.MinValue));
    }

    [Fact]
    public void Construction_refuses_what_has_no_normal_form()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExactDecimal(10, 127));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExactDecimal(Int128.MaxValue, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExactDecimal(Int128.MinValue, 0));
    }

    [Fact]
    public void Every_value_survives_its_text() =>
        Prop.ForAll(Values().ToArbitrary(), value =>
            ExactDecimal.Parse(value.ToString()) == value
            && ExactDecimal.TryParse(Encoding.UTF8.GetBytes(value.ToString()), out var again) && again == value).QuickCheckThrowOnFailure();

    [Fact]
    public void Reading_agrees_with_arithmetic_on_big_rationals() =>
        Prop.ForAll(Texts().ToArbitrary(), text =>
        {
            var (numerator, denominator) = Rational(text);
            return ExactDecimal.TryParse(text.Text, out var value)
                ? Numerator(value) * denominator == numerator * Denominator(value) && IsNormal(value)
                : !HasNormalForm(numerator, denominator);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Scaling_agrees_with_arithmetic_on_big_rationals() =>
        Prop.ForAll(Values().ToArbitrary(), Gen.Choose(-40, 40).ToArbitrary(), (value, power) =>
        {
            if (!value.TryScale(power, out var scaled)) return value.Exponent + power is < -128 or > 127;
            var factor = BigInteger.Pow(10, Math.Abs(power));
            var (up, down) = power >= 0 ? (factor, BigInteger.One) : (BigInteger.One, factor);
            return Numerator(scaled) * Denominator(value) * down == Numerator(value) * up * Denominator(scaled) && IsNormal(scaled);
        }).QuickCheckThrowOnFailure();

    private sealed record DecimalText(bool Negative, string Whole, string Fraction, int Exponent)
    {
        public string Text => $"{(Negative ? "-" : "")}{Whole}.{Fraction}E{Exponent.ToString(CultureInfo.InvariantCulture)}";
    }

    private static Gen<string> Digits(int min) =>
        from length in Gen.Choose(min, 24)
        from digits in Gen.Elements('0', '0', '0', '1', '2', '5', '9').ArrayOf(length)
        select new string(digits);

    private static Gen<DecimalText> Texts() =>
        from negative in Gen.Elements(true, false)
        from whole in Digits(1)
        from fraction in Digits(0)
        from exponent in Gen.Choose(-140, 140)
        select new DecimalText(negative, whole, fraction, exponent);

    private static Gen<ExactDecimal> Values() =>
        from high in Gen.Choose(int.MinValue, int.MaxValue)
        from low in Gen.Choose(0, int.MaxValue)
        from shrink in Gen.Elements<Int128>(1, 1000, 1_000_000_000)
        from exponent in Gen.Choose(-128, 100)
        select new ExactDecimal(((Int128)high * int.MaxValue + low) / shrink, (sbyte)exponent);

    private static (BigInteger Numerator, BigInteger Denominator) Rational(DecimalText text)
    {
        var digits = BigInteger.Parse(text.Whole + text.Fraction, CultureInfo.InvariantCulture) * (text.Negative ? -1 : 1);
        var power = text.Exponent - text.Fraction.Length;
        return power >= 0 ? (digits * BigInteger.Pow(10, power), 1) : (digits, BigInteger.Pow(10, -power));
    }

    private static bool HasNormalForm(BigInteger numerator, BigInteger denominator)
    {
        var exponent = 0;
        while (numerator % denominator != 0)
            (numerator, exponent) = (numerator * 10, exponent - 1);
        for (numerator /= denominator; numerator % 10 == 0 && numerator != 0; exponent++)
            numerator /= 10;
        return exponent is >= -128 and <= 127 && BigInteger.Abs(numerator) < BigInteger.Pow(10, 38);
    }

    private static bool IsNormal(ExactDecimal value) => value.Mantissa == 0 ? value.Exponent == 0 : value.Mantissa % 10 != 0;

    private static BigInteger Numerator(ExactDecimal value) => (BigInteger)value.Mantissa * BigInteger.Pow(10, Math.Max((int)value.Exponent, 0));

    private static BigInteger Denominator(ExactDecimal value) => BigInteger.Pow(10, Math.Max(-value.Exponent, 0));
}
