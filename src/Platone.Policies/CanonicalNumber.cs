using System.Buffers.Text;

namespace Platone.Policies;

/// <summary>Decimal digits of a number from 0 to 2^63 - 1 in their one spelling: no sign, no leading zero.</summary>
static class CanonicalNumber
{
    public static bool TryParse(ReadOnlySpan<byte> digits, out long number)
    {
        number = 0;
        if (digits.IsEmpty || (digits.Length > 1 && digits[0] == (byte)'0') || digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0) return false;
        return Utf8Parser.TryParse(digits, out number, out var used) && used == digits.Length;
    }
}
