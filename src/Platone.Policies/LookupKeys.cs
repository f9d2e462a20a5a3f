using Platone.Cryptography;

namespace Platone.Policies;

/// <summary>Key of the exact grants.</summary>
readonly record struct ConsumerFilter(Address Consumer, TopicFilter Filter);

/// <summary>The same key with the topic as it comes from the broker, so that a look-up copies nothing.</summary>
readonly ref struct ConsumerTopic(Address consumer, ReadOnlySpan<byte> topic)
{
    public Address Consumer { get; } = consumer;

    public ReadOnlySpan<byte> Topic { get; } = topic;
}

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

sealed class ConsumerFilterComparer : IEqualityComparer<ConsumerFilter>, IAlternateEqualityComparer<ConsumerTopic, ConsumerFilter>
{
    public static ConsumerFilterComparer Instance { get; } = new();

    public bool Equals(ConsumerFilter x, ConsumerFilter y) => x == y;

    public bool Equals(ConsumerTopic alternate, ConsumerFilter other) =>
        alternate.Consumer == other.Consumer && alternate.Topic.SequenceEqual(other.Filter.Utf8);

    public int GetHashCode(ConsumerFilter key) => GetHashCode(new ConsumerTopic(key.Consumer, key.Filter.Utf8));

    public int GetHashCode(ConsumerTopic alternate)
    {
        var hash = new HashCode();
        AddressComparer.Add(ref hash, alternate.Consumer);
        hash.AddBytes(alternate.Topic);
        return hash.ToHashCode();
    }

    public ConsumerFilter Create(ConsumerTopic alternate) => new(alternate.Consumer, new(alternate.Topic));
}
