using System.Globalization;

namespace Platone.Readings;

/// <summary>
/// A measured value without rounding: <c>Mantissa * 10^Exponent</c>. Always normalised (no trailing zero in the mantissa, at most 38 digits, zero is (0, 0)),
/// so equal values have equal fields, equal bytes and equal hashes.
/// </summary>
public readonly record struct ExactDecimal
{
    public const int MaxDigits = 38;

    /// <summary>What <see cref="TryParse(ReadOnlySpan{char}, out ExactDecimal)"/> takes, in the words of an error message.</summary>
    internal const string Expected = "a decimal number of at most 38 significant digits";

    /// <summary>Sign, digits, point and zeros.</summary>
    public const int MaxTextLength = MaxDigits + MaxPlainExponent + 3;

    // With more zeros than this, plain text stops being readable and scientific notation takes over.
    private const int MaxPlainExponent = 30;

    private const string Zeros = "000000000000000000000000000000";

    /// <exception cref="ArgumentOutOfRangeException">The normal form would need more than 38 digits or an exponent outside -128..127.</exception>
    public ExactDecimal(Int128 mantissa, sbyte exponent)
    {
        if (!TryNormalise(mantissa, exponent, out this))
            throw new ArgumentOutOfRangeException(nameof(mantissa), $"{mantissa}E{exponent} has no normal form of {MaxDigits} digits and an sbyte.");
    }

    private ExactDecimal(Int128 mantissa, long exponent) => (Mantissa, Exponent) = (mantissa, (sbyte)exponent);

    public Int128 Mantissa { get; }

    public sbyte Exponent { get; }

    public static ExactDecimal Zero => default;

    public static ExactDecimal FromInt64(long value) => new(value, (sbyte)0);

    /// <exception cref="FormatException">The text is not what <see cref="TryParse(ReadOnlySpan{char}, out ExactDecimal)"/> takes.</exception>
    public static ExactDecimal Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var value) ? value : throw new FormatException($"Expected {Expected}, found '{text}'.");

    /// <summary>
    /// Reads a JSON number or an XML decimal: optional sign, digits with an optional point, optional exponent; nothing around it, no NaN, no infinity.
    /// False also when the normal form would need more than 38 digits or an exponent outside -128..127.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ExactDecimal value)
    {
        value = default;
        return DecimalSyntax.TryRead(text, out var mantissa, out var exponent) && TryNormalise(mantissa, exponent, out value);
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out ExactDecimal)"/>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out ExactDecimal value)
    {
        value = default;
        return DecimalSyntax.TryRead(utf8, out var mantissa, out var exponent) && TryNormalise(mantissa, exponent, out value);
    }

    /// <summary>The value times <c>10^powerOfTen</c>, exactly.</summary>
    /// <exception cref="OverflowException">The exponent would leave -128..127.</exception>
    public ExactDecimal Scale(int powerOfTen) =>
        TryScale(powerOfTen, out var scaled) ? scaled : throw new OverflowException($"{this} times 10^{powerOfTen} leaves the exponents -128..127.");

    /// <inheritdoc cref="Scale"/>
    /// <returns>False when the exponent would leave -128..127.</returns>
    public bool TryScale(int powerOfTen, out ExactDecimal scaled) => TryNormalise(Mantissa, (long)Exponent + powerOfTen, out scaled);

    public void Deconstruct(out Int128 mantissa, out sbyte exponent) => (mantissa, exponent) = (Mantissa, Exponent);

    /// <summary>Plain decimal text such as <c>-0.0125</c>; <c>-125E-40</c> where the exponent is beyond 30. Parses back to the same value.</summary>
    public override string ToString()
    {
        Span<char> text = stackalloc char[MaxTextLength];
        return new(text[..Format(text)]);
    }

    /// <summary>Writes what <see cref="ToString"/> says.</summary>
    /// <param name="destination">At least <see cref="MaxTextLength"/>.</param>
    /// <returns>The number of characters written.</returns>
    public int Format(Span<char> destination)
    {
        Span<char> digits = stackalloc char[MaxDigits];
        Int128.Abs(Mantissa).TryFormat(digits, out var count, provider: CultureInfo.InvariantCulture);
        digits = digits[..count];

        var sign = Int128.IsNegative(Mantissa) ? "-" : "";
        var point = count + Exponent;
        var written = 0;
        var fits = Exponent switch
        {
            > MaxPlainExponent or < -MaxPlainExponent => destination.TryWrite(CultureInfo.InvariantCulture, $"{sign}{digits}E{Exponent}", out written),
            >= 0 => destination.TryWrite($"{sign}{digits}{Zeros.AsSpan(0, Exponent)}", out written),
            _ when point > 0 => destination.TryWrite($"{sign}{digits[..point]}.{digits[point..]}", out written),
            _ => destination.TryWrite($"{sign}0.{Zeros.AsSpan(0, -point)}{digits}", out written),
        };
        return fits
            ? written
            : throw new ArgumentException(
                $"A value has up to {MaxTextLength} characters, there is room for {destination.Length}.", nameof(destination));
    }

    private static bool TryNormalise(Int128 mantissa, long exponent, out ExactDecimal value)
    {
        value = default;
        if (mantissa == 0) return true;

        while (mantissa % 10 == 0)
            (mantissa, exponent) = (mantissa / 10, exponent + 1);

        if (exponent is < sbyte.MinValue or > sbyte.MaxValue) return false;
        if (mantissa <= -DecimalSyntax.MantissaLimit || mantissa >= DecimalSyntax.MantissaLimit) return false;

        value = new(mantissa, exponent);
        return true;
    }
}
