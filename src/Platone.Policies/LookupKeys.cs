using Platone.Cryptography;

namespace Platone.Policies;

readonly record struct Pair(Address Consumer, Address Provider);

/// <summary>Hashes with the seed of the process: clients choose topics and wallets, and must not be able to choose collisions.</summary>
sealed class AddressComparer : IEqualityComparer<Address>
{
    public static AddressComparer Instance { get; } = new();

    public bool Equals(Address x, Address y) => x == y;

    public int GetHashCode(Address address)
    {
        var hash = new HashCode();
        Add(ref hash, address);
        return hash.ToHashCode();
    }

    public static void Add(ref HashCode hash, Address address)
    {
        Span<byte> bytes = stackalloc byte[Address.Length];
        address.CopyTo(bytes);
        hash.AddBytes(bytes);
    }
}

sealed class PairComparer : IEqualityComparer<Pair>
{
    public static PairComparer Instance { get; } = new();

    public bool Equals(Pair x, Pair y) => x == y;

    public int GetHashCode(Pair pair)
    {
        var hash = new HashCode();
        AddressComparer.Add(ref hash, pair.Consumer);
        AddressComparer.Add(ref hash, pair.Provider);
        return hash.ToHashCode();
    }
}

/// <summary>A grant is its identifier: of two with the same one, the later replaces the earlier.</summary>
sealed class GrantById : IEqualityComparer<Grant>, IAlternateEqualityComparer<Hash256, Grant>
{
    public static GrantById Instance { get; } = new();

    public bool Equals(Grant? x, Grant? y) => x?.Id == y?.Id;

    public bool Equals(Hash256 alternate, Grant other) => alternate == other.Id;

    public int GetHashCode(Grant grant) => GetHashCode(grant.Id);

    // Identifiers are hashes that nobody chooses.
    public int GetHashCode(Hash256 alternate) => alternate.GetHashCode();

    public Grant Create(Hash256 alternate) => throw new NotSupportedException("An identifier alone makes no grant.");
}
