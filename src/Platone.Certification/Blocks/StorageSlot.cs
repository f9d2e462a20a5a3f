using Platone.Cryptography;

namespace Platone.Certification.Blocks;

/// <summary>
/// A place in a contract's storage, as Solidity lays it out: what a mapping has of a key lies at the hash of the key and of the mapping's own place, each
/// a word, so mappings nest to any depth. Source: Solidity, "Layout of State Variables in Storage and Transient Storage", mappings.
/// </summary>
readonly record struct StorageSlot(Hash256 Place)
{
    /// <summary>That of a state variable, by the order of their declarations.</summary>
    public static StorageSlot Number(ulong number)
    {
        var word = new AbiWriter(stackalloc byte[AbiWriter.WordLength]);
        word.Write(number);
        return new(new Hash256(word.Written));
    }

    /// <summary>What the mapping in this slot has of a key.</summary>
    public StorageSlot Of(Address key)
    {
        var words = new AbiWriter(stackalloc byte[2 * AbiWriter.WordLength]);
        words.Write(key);
        words.Write(Place);
        return new(Keccak256.Hash(words.Written));
    }

    /// <inheritdoc cref="Of(Address)"/>
    public StorageSlot Of(ulong key)
    {
        var words = new AbiWriter(stackalloc byte[2 * AbiWriter.WordLength]);
        words.Write(key);
        words.Write(Place);
        return new(Keccak256.Hash(words.Written));
    }
}
