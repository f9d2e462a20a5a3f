using System.Numerics;
using Platone.Cryptography;

namespace Platone.Certification.Blocks;

/// <summary>An account as the state trie holds it (Yellow Paper, section 4.1): RLP([nonce, balance, storageRoot, codeHash]) under keccak256(address).</summary>
public readonly record struct StateAccount(ulong Nonce, BigInteger Balance, Hash256 StorageRoot, Hash256 CodeHash)
{
    /// <exception cref="FormatException">Anything but these four fields in their only form.</exception>
    public static StateAccount Decode(ReadOnlyMemory<byte> rlp)
    {
        var fields = Rlp.Decode(rlp).ToItems(4, "account");
        return new(fields[0].ToUInt64(), fields[1].ToInteger(), fields[2].ToHash("storage root"), fields[3].ToHash("code hash"));
    }
}
