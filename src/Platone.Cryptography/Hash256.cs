using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Platone.Cryptography;

/// <summary>32 bytes: a keccak-256 hash, a salt, or any other <c>bytes32</c> of a contract. Compares like the bytes, first byte first.</summary>
public readonly record struct Hash256 : IComparable<Hash256>
{
    public const int Length = 32;

    // The bytes as they stand, so that hashes are copied by one instruction and lie in memory as in a message. Order reads them big-endian.
    private readonly ulong _a, _b, _c, _d;

    public Hash256(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length) throw new ArgumentException($"A hash has 32 bytes, not {bytes.Length}.", nameof(bytes));

        this = MemoryMarshal.Read<Hash256>(bytes);
    }

    /// <summary>The words as the machine reads them from the bytes.</summary>
    internal Hash256(ulong a, ulong b, ulong c, ulong d) => (_a, _b, _c, _d) = (a, b, c, d);

    public static Hash256 Zero => default;

    public bool IsZero => (_a | _b | _c | _d) == 0;

    /// <exception cref="FormatException">The text is not 32 bytes of hexadecimal.</exception>
    public static Hash256 Parse(string text) =>
        TryParse(text, out var hash) ? hash : throw new FormatException($"Expected 32 bytes of hexadecimal, found '{text}'.");

    public static bool TryParse([NotNullWhen(true)] string? text, out Hash256 hash)
    {
        hash = default;
        Span<byte> bytes = stackalloc byte[Length];
        if (text is null || !Hex.TryDecode(text, bytes)) return false;

        hash = new(bytes);
        return true;
    }

    public void CopyTo(Span<byte> destination) => MemoryMarshal.Write(destination, this);

    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    public int CompareTo(Hash256 other)
    {
        if (_a != other._a) return Compare(_a, other._a);
        if (_b != other._b) return Compare(_b, other._b);
        if (_c != other._c) return Compare(_c, other._c);
        return Compare(_d, other._d);
    }

    public override string ToString() => Hex.Encode(ToArray());

    private static int Compare(ulong one, ulong other) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(one).CompareTo(BinaryPrimitives.ReverseEndianness(other)) : one.CompareTo(other);
}
