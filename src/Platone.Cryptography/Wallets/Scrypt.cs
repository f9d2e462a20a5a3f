using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Platone.Cryptography;

/// <summary>
/// Scrypt (RFC 7914). BouncyCastle has it too, but keeps to the RFC's n &lt; 2^(16 r), which key files in use do not: the published vector of Web3
/// Secret Storage has n = 2^18 and r = 1.
/// </summary>
internal static class Scrypt
{
    /// <summary>Words of a Salsa20 block.</summary>
    private const int BlockWords = 16;

    /// <param name="cost">One that <see cref="ScryptCost.IsBounded"/>.</param>
    public static byte[] Derive(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, ScryptCost cost, int length)
    {
        var words = 2 * cost.R * BlockWords;
        var blocks = new uint[cost.P * words];
        Rfc2898DeriveBytes.Pbkdf2(password, salt, MemoryMarshal.AsBytes(blocks.AsSpan()), 1, HashAlgorithmName.SHA256);
        ReverseWhereBigEndian(blocks);

        var table = GC.AllocateUninitializedArray<uint>(cost.N * words);
        for (var i = 0; i < cost.P; i++) Mix(blocks.AsSpan(i * words, words), table, cost.N);

        ReverseWhereBigEndian(blocks);
        return Rfc2898DeriveBytes.Pbkdf2(password, MemoryMarshal.AsBytes(blocks.AsSpan()), 1, HashAlgorithmName.SHA256, length);
    }

    /// <summary>scryptROMix, section 5: fills the table in order, then reads it where the state says.</summary>
    private static void Mix(Span<uint> state, Span<uint> table, int n)
    {
        var words = state.Length;
        Span<uint> other = new uint[words];
        for (var i = 0; i < n; i++)
        {
            state.CopyTo(table[(i * words)..]);
            MixBlocks(state, other);
        }

        for (var i = 0; i < n; i++)
        {
            var chosen = (int)(state[^BlockWords] & (uint)(n - 1));
            Xor(state, table.Slice(chosen * words, words));
            MixBlocks(state, other);
        }
    }

    /// <summary>scryptBlockMix, section 4: each block is mixed with the one before; even ones go to the front, odd ones to the back.</summary>
    private static void MixBlocks(Span<uint> state, Span<uint> other)
    {
        Span<uint> block = stackalloc uint[BlockWords];
        state[^BlockWords..].CopyTo(block);
        var count = state.Length / BlockWords;
        for (var i = 0; i < count; i++)
        {
            Xor(block, state.Slice(i * BlockWords, BlockWords));
            Salsa(block);
            block.CopyTo(other[(((i / 2) + (i % 2 * (count / 2))) * BlockWords)..]);
        }

        other.CopyTo(state);
    }

    /// <summary>Salsa20/8, section 3.</summary>
    private static void Salsa(Span<uint> block)
    {
        uint x0 = block[0], x1 = block[1], x2 = block[2], x3 = block[3], x4 = block[4], x5 = block[5], x6 = block[6], x7 = block[7];
        uint x8 = block[8], x9 = block[9], x10 = block[10], x11 = block[11], x12 = block[12], x13 = block[13], x14 = block[14], x15 = block[15];
        for (var i = 0; i < 4; i++)
        {
            Quarter(ref x0, ref x4, ref x8, ref x12);
            Quarter(ref x5, ref x9, ref x13, ref x1);
            Quarter(ref x10, ref x14, ref x2, ref x6);
            Quarter(ref x15, ref x3, ref x7, ref x11);
            Quarter(ref x0, ref x1, ref x2, ref x3);
            Quarter(ref x5, ref x6, ref x7, ref x4);
            Quarter(ref x10, ref x11, ref x8, ref x9);
            Quarter(ref x15, ref x12, ref x13, ref x14);
        }

        block[0] += x0; block[1] += x1; block[2] += x2; block[3] += x3; block[4] += x4; block[5] += x5; block[6] += x6; block[7] += x7;
        block[8] += x8; block[9] += x9; block[10] += x10; block[11] += x11; block[12] += x12; block[13] += x13; block[14] += x14; block[15] += x15;
    }

    private static void Quarter(ref uint a, ref uint b, ref uint c, ref uint d)
    {
        b ^= BitOperations.RotateLeft(a + d, 7);
        c ^= BitOperations.RotateLeft(b + a, 9);
        d ^= BitOperations.RotateLeft(c + b, 13);
        a ^= BitOperations.RotateLeft(d + c, 18);
    }

    private static void Xor(Span<uint> target, ReadOnlySpan<uint> source)
    {
        // The lengths are multiples of 16 words, so of any vector's.
        var left = MemoryMarshal.Cast<uint, Vector<uint>>(target);
        var right = MemoryMarshal.Cast<uint, Vector<uint>>(source);
        for (var i = 0; i < left.Length; i++) left[i] ^= right[i];
    }

    private static void ReverseWhereBigEndian(Span<uint> words)
    {
        if (!BitConverter.IsLittleEndian) System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(words, words);
    }
}
