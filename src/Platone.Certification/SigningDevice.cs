using Platone.Certification.Blocks;
using Platone.Cryptography;

namespace Platone.Certification;

/// <summary>A device's key under the provider whose device it is.</summary>
/// <param name="Device">The key's address.</param>
public readonly record struct SigningDevice(Address Provider, Address Device)
{
    /// <summary>The contract's mapping of keys: <c>_deviceKeys</c> begins at its slot 3, by provider and device.</summary>
    private const ulong KeysSlot = 3;

    /// <summary>Where <c>DataCertification</c> keeps the key's times.</summary>
    public Hash256 Slot() => StorageSlot.Number(KeysSlot).Of(Provider).Of(Device).Place;

    /// <summary>The keys that signed some readings, each once, in the order in which a proof has them: by their addresses.</summary>
    /// <param name="readings">Of one provider.</param>
    public static IReadOnlyList<SigningDevice> Of(IEnumerable<StoredReading> readings)
    {
        var devices = new SortedSet<Address>();
        Address? provider = null;
        foreach (var reading in readings)
        {
            provider = reading.Provider;
            if (reading.Signature is { } signature && DeviceSignature.Recover(signature, reading.ToRecord()) is { } device) devices.Add(device);
        }

        return [.. devices.Select(device => new SigningDevice(provider!.Value, device))];
    }

    /// <summary>The key's times in a contract's storage.</summary>
    /// <param name="shared">The proof of the batch's slot; the nodes on the common way are taken from it and not repeated.</param>
    /// <param name="nodes">The others.</param>
    /// <returns>Null where the nodes prove that the provider never registered the key.</returns>
    /// <exception cref="FormatException">They prove neither.</exception>
    internal DeviceKey? LookUp(Hash256 storageRoot, IReadOnlyList<ReadOnlyMemory<byte>> shared, IReadOnlyList<ReadOnlyMemory<byte>> nodes)
    {
        if (TrieProof.LookupBeside(storageRoot, Keccak256.Hash(Slot().ToArray()), shared, nodes) is not { } value) return null;

        // The trie has the RLP of the number that the slot holds: `since` in its lowest 8 bytes, `until` in the next.
        var times = Rlp.Decode(value).ToInteger(2 * sizeof(ulong));
        var (until, since) = ((ulong)(times >> (8 * sizeof(ulong))), (ulong)(times & ulong.MaxValue));
        return since == 0 ? null : new(Device, since, until == 0 ? null : until);
    }
}

/// <summary>What the chain says of a device's key. Times are Unix seconds of the blocks.</summary>
/// <param name="Registered">When its provider registered it.</param>
/// <param name="Retired">When its provider retired it, null while it is in force.</param>
public sealed record DeviceKey(Address Device, ulong Registered, ulong? Retired)
{
    private const long MicrosPerSecond = 1_000_000;

    /// <summary>Whether the key was retired before a batch was closed: by the certifier's clock, which nothing proves.</summary>
    public bool IsRetiredBefore(BatchRecord batch) => Retired is { } retired && (Int128)retired * MicrosPerSecond <= batch.Closed;
}
