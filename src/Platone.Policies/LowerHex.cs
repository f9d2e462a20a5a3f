using System.Buffers;

namespace Platone.Policies;

/// <summary>Hexadecimal in its one canonical spelling, 0x and lower-case digits: two spellings of one wallet would be two users to a broker.</summary>
static class LowerHex
{
    public static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> destination) =>
        text.Length == 2 + 2 * destination.Length
        && text.StartsWith("0x"u8)
        && text[2..].IndexOfAnyInRange((byte)'A', (byte)'F') < 0
        && Convert.FromHexString(text[2..], destination, out _, out _) == OperationStatus.Done;
}
