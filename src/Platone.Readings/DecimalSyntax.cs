using System.Numerics;

namespace Platone.Readings;

/// <summary>Reads the digits of a decimal number, from UTF-8 or UTF-16 alike, in one pass without allocating.</summary>
static class DecimalSyntax
{
    // Far beyond any exponent that can be stored, far below overflow: longer exponents stop counting here.
    private const long ExponentCeiling = 1_000_000_000_000;

    private static readonly Int128[] PowersOfTen = [.. Powers()];

    /// <summary>10^38: every mantissa is smaller.</summary>
    internal static Int128 MantissaLimit => PowersOfTen[ExactDecimal.MaxDigits];

    /// <summary>False when the text is no decimal number, or one with more than 38 significant digits.</summary>
    internal static bool TryRead<TChar>(ReadOnlySpan<TChar> text, out Int128 mantissa, out long exponent)
        where TChar : unmanaged, IBinaryInteger<TChar>
    {
        var negative = TakeSign(ref text);
        if (!TryTakeDigits(ref text, out mantissa, out exponent)) return false;
        if (!TryTakeExponent(ref text, out var power) || !text.IsEmpty) return false;

        exponent += power;
        if (negative) mantissa = -mantissa;
        return true;
    }

    private static bool TryTakeDigits<TChar>(ref ReadOnlySpan<TChar> text, out Int128 mantissa, out long exponent)
        where TChar : unmanaged, IBinaryInteger<TChar>
    {
        (mantissa, exponent) = (0, 0);
        int digits = 0, significant = 0, zeros = 0, next = 0;
        var pastPoint = false;

        for (; next < text.Length; next++)
        {
            var character = Character(text[next]);
            if (character == '.' && !pastPoint)
            {
                pastPoint = true;
                continue;
            }

            if (!char.IsAsciiDigit(character)) break;

            digits++;
            if (pastPoint) exponent--;

            // Zeros count only once a further digit shows that they are not trailing ones.
            if (character == '0')
            {
                if (mantissa != 0) zeros++;
                continue;
            }

            significant += zeros + 1;
            if (significant > ExactDecimal.MaxDigits) return false;

            mantissa = mantissa * PowersOfTen[zeros + 1] + (character - '0');
            zeros = 0;
        }

        exponent += zeros;
        text = text[next..];
        return digits > 0;
    }

    /// <summary>True with zero when there is no exponent; false when there is an unfinished one.</summary>
    private static bool TryTakeExponent<TChar>(ref ReadOnlySpan<TChar> text, out long exponent)
        where TChar : unmanaged, IBinaryInteger<TChar>
    {
        exponent = 0;
        if (text.IsEmpty || Character(text[0]) is not ('e' or 'E')) return true;

        text = text[1..];
        var negative = TakeSign(ref text);
        if (text.IsEmpty) return false;

        for (; !text.IsEmpty && Character(text[0]) is >= '0' and <= '9' and var digit; text = text[1..])
            exponent = Math.Min(exponent * 10 + (digit - '0'), ExponentCeiling);

        if (negative) exponent = -exponent;
        return true;
    }

    private static bool TakeSign<TChar>(ref ReadOnlySpan<TChar> text)
        where TChar : unmanaged, IBinaryInteger<TChar>
    {
        if (text.IsEmpty || Character(text[0]) is not ('-' or '+')) return false;

        var negative = Character(text[0]) == '-';
        text = text[1..];
        return negative;
    }

    /// <summary>Lossless: a byte or a UTF-16 unit. Bytes of multi-byte UTF-8 sequences are no digits either.</summary>
    private static char Character<TChar>(TChar unit)
        where TChar : unmanaged, IBinaryInteger<TChar> => (char)ushort.CreateTruncating(unit);

    private static IEnumerable<Int128> Powers()
    {
        var power = Int128.One;
        for (var i = 0; i <= ExactDecimal.MaxDigits; i++, power *= 10)
            yield return power;
    }
}
