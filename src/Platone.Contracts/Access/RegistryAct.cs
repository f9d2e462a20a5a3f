using System.Numerics;
using System.Security.Cryptography;
using Platone.Cryptography;

namespace Platone.Contracts.Access;

/// <summary>
/// What a party does at the registry: it signs the act (EIP-712, docs/access.md), and anybody may hand it in and pay for it. Acts of one
/// signer are independent of each other: each has a number of its own.
/// </summary>
public abstract record RegistryAct
{
    /// <summary>The type's hash, the members, the number and the deadline.</summary>
    private const int MostWords = 10;

    /// <summary>Whose act it is, and who must sign it.</summary>
    public abstract Address Signer { get; }

    /// <summary>Keccak-256 of the type as EIP-712 spells it.</summary>
    private protected abstract Hash256 Type { get; }

    /// <summary>The bytes that the signer signs, hashed.</summary>
    /// <param name="deadline">Unix seconds: the last in which it counts.</param>
    public Hash256 Digest(ulong chainId, Address registry, Hash256 nonce, ulong deadline)
    {
        var words = new AbiWriter(stackalloc byte[MostWords * AbiWriter.WordLength]);
        words.Write(Type);
        WriteMembers(ref words);
        words.Write(nonce);
        words.Write(deadline);
        return Eip712.Digest(Eip712.DomainSeparator("Platone", "1", chainId, registry), Keccak256.Hash(words.Written));
    }

    /// <summary>Signs it with a number that no other act has.</summary>
    /// <exception cref="ArgumentException">The key is not the signer's.</exception>
    public ActSignature Sign(PrivateKey key, ulong chainId, Address registry, ulong deadline)
    {
        if (key.Address != Signer) throw new ArgumentException($"The act is one of {Signer}, the key is that of {key.Address}.", nameof(key));

        var nonce = NewNonce();
        return new(nonce, deadline, key.Sign(Digest(chainId, registry, nonce, deadline)).ToArray());
    }

    /// <summary>The call by which anybody hands it in.</summary>
    public abstract byte[] Encode(ActSignature signature);

    private protected abstract void WriteMembers(ref AbiWriter words);

    /// <summary>As OpenZeppelin's NoncesKeyed takes it: a key of 24 bytes that is not used twice, and the count of it, which is therefore 0.</summary>
    private static Hash256 NewNonce()
    {
        Span<byte> nonce = stackalloc byte[Hash256.Length];
        RandomNumberGenerator.Fill(nonce[..24]);
        nonce[24..].Clear();
        return new(nonce);
    }
}

/// <param name="Nonce">The act's number: 24 bytes that are its key, 8 that count the acts under that key.</param>
/// <param name="Deadline">Unix seconds: the last in which it counts.</param>
/// <param name="Signature">65 bytes <c>r || s || v</c>, or what a wallet contract understands (EIP-1271).</param>
public sealed record ActSignature(Hash256 Nonce, ulong Deadline, byte[] Signature)
{
    internal BigInteger Number => new(Nonce.ToArray(), isUnsigned: true, isBigEndian: true);
}
