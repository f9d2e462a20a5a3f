using Nethereum.Contracts;
using Platone.Contracts.Bindings.SubscriptionRegistry.ContractDefinition;
using Platone.Cryptography;

namespace Platone.Contracts.Access;

/// <summary>What a party can decide about a declaration.</summary>
public enum RegistryDecision
{
    Accept,
    Reject,
    Revoke,
}

/// <summary>The terms of a consumer's request. Times are Unix seconds.</summary>
/// <param name="Topic">The opaque identifier: the hash of the off-chain text.</param>
public sealed record RegistryRequest(Address Provider, Hash256 Topic, byte Means, uint Purpose, ulong NotBefore, ulong Expiry)
{
    /// <summary>The contract's times are uint48.</summary>
    private const ulong MaxTime = (1UL << 48) - 1;

    public byte[] Encode() => new RequestFunction
    {
        Provider = Provider.ToString(), Topic = Topic.ToArray(), Means = Means, Purpose = Purpose, NotBefore = NotBefore, Expiry = Expiry,
    }.GetCallData();

    /// <summary>Reads the call data of a request; null where it is anything else, to the last byte.</summary>
    public static RegistryRequest? Decode(ReadOnlySpan<byte> data)
    {
        if (data.Length < RegistryCalls.SelectorLength) return null;

        try
        {
            var words = new AbiReader(data[RegistryCalls.SelectorLength..]);
            var request = new RegistryRequest(
                words.ReadAddress(), words.ReadHash(), (byte)words.ReadUInt64(byte.MaxValue), (uint)words.ReadUInt64(uint.MaxValue), words.ReadUInt64(MaxTime),
                words.ReadUInt64(MaxTime));
            return data.SequenceEqual(request.Encode()) ? request : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>The declaration's identifier, as the registry computes it from its content.</summary>
    public Hash256 Id(ulong chainId, Address registry, Address consumer)
    {
        var words = new AbiWriter(stackalloc byte[9 * AbiWriter.WordLength]);
        words.Write(chainId);
        words.Write(registry);
        words.Write(Provider);
        words.Write(consumer);
        words.Write(Topic);
        words.Write((ulong)Means);
        words.Write((ulong)Purpose);
        words.Write(NotBefore);
        words.Write(Expiry);
        return Keccak256.Hash(words.Written);
    }
}

/// <summary>Calls of the subscription registry, to and from call data.</summary>
public static class RegistryCalls
{
    internal const int SelectorLength = 4;

    public static byte[] Encode(RegistryDecision decision, Hash256 declaration) => decision switch
    {
        RegistryDecision.Accept => new AcceptFunction { Id = declaration.ToArray() }.GetCallData(),
        RegistryDecision.Reject => new RejectFunction { Id = declaration.ToArray() }.GetCallData(),
        RegistryDecision.Revoke => new RevokeFunction { Id = declaration.ToArray() }.GetCallData(),
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, "Unknown decision."),
    };

    /// <summary>Whether call data is just this decision about this declaration.</summary>
    public static bool Is(RegistryDecision decision, Hash256 declaration, ReadOnlySpan<byte> data) => data.SequenceEqual(Encode(decision, declaration));
}
