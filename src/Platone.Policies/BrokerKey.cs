using System.Security.Cryptography;
using Platone.Cryptography;

namespace Platone.Policies;

/// <summary>The 32-byte secret that the access layer shares with its brokers and signs <see cref="BrokerToken"/>s with. Never shows itself as text.</summary>
public sealed class BrokerKey : IEquatable<BrokerKey>
{
    public const int Length = 32;

    private readonly byte[] _bytes;

    public BrokerKey(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length) throw new ArgumentException($"A broker key has {Length} bytes, not {bytes.Length}.", nameof(bytes));

        _bytes = bytes.ToArray();
    }

    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The secret as 0x and 64 lower-case digits; for the feed and its file only.</summary>
    public string RevealHex() => Hex.Encode(_bytes);

    public bool Equals(BrokerKey? other) => other is not null && CryptographicOperations.FixedTimeEquals(_bytes, other._bytes);

    public override bool Equals(object? obj) => Equals(obj as BrokerKey);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(_bytes);
        return hash.ToHashCode();
    }

    public override string ToString() => "(secret)";
}
