using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Platone.Cryptography;

/// <summary>A wallet's or contract's address: 20 bytes. Compares like the bytes, first byte first.</summary>
public readonly record struct Address : IComparable<Address>
{
    public const int Length = 20;

    private readonly ulong _a, _b;
    private readonly uint _c;

    public Address(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length) throw new ArgumentException($"An address has 20 bytes, not {bytes.Length}.", nameof(bytes));

        _a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]);
    }

    public static Address Zero => default;

    public bool IsZero => (_a | _b | _c) == 0;

    /// <summary>Reads 20 bytes of hexadecimal, whatever the case of the letters.</summary>
    /// <exception cref="FormatException">The text is anything else.</exception>
    public static Address Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException($"Expected an address (0x and 40 hexadecimal digits), found '{text}'.");

    public static bool TryParse([NotNullWhen(true)] string? text, out Address address)
    {
        address = default;
        Span<byte> bytes = stackalloc byte[Length];
        if (text is null || text.Length != 42 || !Hex.TryDecode(text, bytes)) return false;

        address = new(bytes);
        return true;
    }

    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _a);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _b);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], _c);
    }

    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    public int CompareTo(Address other)
    {
        if (_a != other._a) return _a.CompareTo(other._a);
        if (_b != other._b) return _b.CompareTo(other._b);
        return _c.CompareTo(other._c);
    }

    /// <summary>Lower case: the form of topics, user names and keys of tables.</summary>
    public override string ToString() => Hex.Encode(ToArray());

    /// <summary>Mixed case with the checksum of EIP-55: the form shown to people.</summary>
    public string ToChecksumString()
    {
        var digits = Convert.ToHexStringLower(ToArray());
        var hash = Convert.ToHexStringLower(Keccak256.Hash(Encoding.ASCII.GetBytes(digits)).ToArray());
        return "0x" + string.Create(digits.Length, (digits, hash), static (target, source) =>
        {
            for (var i = 0; i < target.Length; i++)
                target[i] = source.hash[i] >= '8' ? char.ToUpperInvariant(source.digits[i]) : source.digits[i];
        });
    }
}
