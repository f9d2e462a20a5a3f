using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Platone.Cryptography;

/// <summary>
/// Keccak-256 of four messages of equal length at once: word i of all four states lies in one vector, so that each step of the permutation is done for
/// all of them by one instruction.
/// </summary>
internal static class Keccak256Lanes
{
    public const int Count = 4;

    private const int WordLength = sizeof(ulong);
    private const int RateWords = Keccak256.RateBytes / WordLength;

    /// <summary>True where the processor has vectors of 256 bits (AVX2). The result is the same elsewhere, but slower than one by one.</summary>
    public static bool IsSupported => Vector256.IsHardwareAccelerated && BitConverter.IsLittleEndian;

    /// <param name="messages">At least four messages, one directly after the other; the first four are hashed.</param>
    /// <param name="digests">The first four are written.</param>
    public static void Hash(ReadOnlySpan<byte> messages, int messageLength, Span<Hash256> digests)
    {
        Span<Vector256<ulong>> state = stackalloc Vector256<ulong>[25];
        state.Clear();

        var at = 0;
        for (; messageLength - at >= Keccak256.RateBytes; at += Keccak256.RateBytes)
        {
            for (var i = 0; i < RateWords; i++) state[i] ^= Words(messages, messageLength, at + (i * WordLength));
            Permute(ref MemoryMarshal.GetReference(state));
        }

        var last = 0;
        for (; messageLength - at >= WordLength; at += WordLength, last++) state[last] ^= Words(messages, messageLength, at);
        state[last] ^= LastWords(messages, messageLength, at);
        state[RateWords - 1] ^= Vector256.Create(0x8000000000000000);
        Permute(ref MemoryMarshal.GetReference(state));

        for (var lane = 0; lane < Count; lane++)
            digests[lane] = new(state[0][lane], state[1][lane], state[2][lane], state[3][lane]);
    }

    /// <summary>The word that stands at <paramref name="at"/> in each message.</summary>
    private static Vector256<ulong> Words(ReadOnlySpan<byte> messages, int messageLength, int at) => Vector256.Create(
        BinaryPrimitives.ReadUInt64LittleEndian(messages[at..]),
        BinaryPrimitives.ReadUInt64LittleEndian(messages[(messageLength + at)..]),
        BinaryPrimitives.ReadUInt64LittleEndian(messages[((2 * messageLength) + at)..]),
        BinaryPrimitives.ReadUInt64LittleEndian(messages[((3 * messageLength) + at)..]));

    /// <summary>The up to seven bytes that are left of each message, and the first byte of the padding.</summary>
    private static Vector256<ulong> LastWords(ReadOnlySpan<byte> messages, int messageLength, int at)
    {
        var words = Vector256.Create(1UL) << (8 * (messageLength - at));
        for (var i = at; i < messageLength; i++)
        {
            var bytes = Vector256.Create((ulong)messages[i], messages[messageLength + i], messages[(2 * messageLength) + i], messages[(3 * messageLength) + i]);
            words |= bytes << (8 * (i - at));
        }

        return words;
    }

    /// <summary>Keccak-f[1600] as <see cref="Keccak256"/> has it, over four states.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Permute(ref Vector256<ulong> s)
    {
        Vector256<ulong> a0 = s, a1 = Unsafe.Add(ref s, 1), a2 = Unsafe.Add(ref s, 2), a3 = Unsafe.Add(ref s, 3), a4 = Unsafe.Add(ref s, 4);
        Vector256<ulong> a5 = Unsafe.Add(ref s, 5), a6 = Unsafe.Add(ref s, 6), a7 = Unsafe.Add(ref s, 7), a8 = Unsafe.Add(ref s, 8), a9 = Unsafe.Add(ref s, 9);
        Vector256<ulong> a10 = Unsafe.Add(ref s, 10), a11 = Unsafe.Add(ref s, 11), a12 = Unsafe.Add(ref s, 12);
        Vector256<ulong> a13 = Unsafe.Add(ref s, 13), a14 = Unsafe.Add(ref s, 14);
        Vector256<ulong> a15 = Unsafe.Add(ref s, 15), a16 = Unsafe.Add(ref s, 16), a17 = Unsafe.Add(ref s, 17);
        Vector256<ulong> a18 = Unsafe.Add(ref s, 18), a19 = Unsafe.Add(ref s, 19);
        Vector256<ulong> a20 = Unsafe.Add(ref s, 20), a21 = Unsafe.Add(ref s, 21), a22 = Unsafe.Add(ref s, 22);
        Vector256<ulong> a23 = Unsafe.Add(ref s, 23), a24 = Unsafe.Add(ref s, 24);

        foreach (var constant in Keccak256.RoundConstants)
        {
            // theta
            Vector256<ulong> c0 = a0 ^ a5 ^ a10 ^ a15 ^ a20, c1 = a1 ^ a6 ^ a11 ^ a16 ^ a21, c2 = a2 ^ a7 ^ a12 ^ a17 ^ a22;
            Vector256<ulong> c3 = a3 ^ a8 ^ a13 ^ a18 ^ a23, c4 = a4 ^ a9 ^ a14 ^ a19 ^ a24;
            Vector256<ulong> d0 = c4 ^ Rotate(c1, 1), d1 = c0 ^ Rotate(c2, 1), d2 = c1 ^ Rotate(c3, 1), d3 = c2 ^ Rotate(c4, 1), d4 = c3 ^ Rotate(c0, 1);

            // rho and pi
            Vector256<ulong> b0 = a0 ^ d0, b10 = Rotate(a1 ^ d1, 1), b20 = Rotate(a2 ^ d2, 62), b5 = Rotate(a3 ^ d3, 28), b15 = Rotate(a4 ^ d4, 27);
            Vector256<ulong> b16 = Rotate(a5 ^ d0, 36), b1 = Rotate(a6 ^ d1, 44), b11 = Rotate(a7 ^ d2, 6), b21 = Rotate(a8 ^ d3, 55), b6 = Rotate(a9 ^ d4, 20);
            Vector256<ulong> b7 = Rotate(a10 ^ d0, 3), b17 = Rotate(a11 ^ d1, 10), b2 = Rotate(a12 ^ d2, 43);
            Vector256<ulong> b12 = Rotate(a13 ^ d3, 25), b22 = Rotate(a14 ^ d4, 39);
            Vector256<ulong> b23 = Rotate(a15 ^ d0, 41), b8 = Rotate(a16 ^ d1, 45), b18 = Rotate(a17 ^ d2, 15);
            Vector256<ulong> b3 = Rotate(a18 ^ d3, 21), b13 = Rotate(a19 ^ d4, 8);
            Vector256<ulong> b14 = Rotate(a20 ^ d0, 18), b24 = Rotate(a21 ^ d1, 2), b9 = Rotate(a22 ^ d2, 61);
            Vector256<ulong> b19 = Rotate(a23 ^ d3, 56), b4 = Rotate(a24 ^ d4, 14);

            // chi and iota
            a0 = b0 ^ Vector256.AndNot(b2, b1) ^ Vector256.Create(constant); a1 = b1 ^ Vector256.AndNot(b3, b2); a2 = b2 ^ Vector256.AndNot(b4, b3);
            a3 = b3 ^ Vector256.AndNot(b0, b4); a4 = b4 ^ Vector256.AndNot(b1, b0);
            a5 = b5 ^ Vector256.AndNot(b7, b6); a6 = b6 ^ Vector256.AndNot(b8, b7); a7 = b7 ^ Vector256.AndNot(b9, b8);
            a8 = b8 ^ Vector256.AndNot(b5, b9); a9 = b9 ^ Vector256.AndNot(b6, b5);
            a10 = b10 ^ Vector256.AndNot(b12, b11); a11 = b11 ^ Vector256.AndNot(b13, b12); a12 = b12 ^ Vector256.AndNot(b14, b13);
            a13 = b13 ^ Vector256.AndNot(b10, b14); a14 = b14 ^ Vector256.AndNot(b11, b10);
            a15 = b15 ^ Vector256.AndNot(b17, b16); a16 = b16 ^ Vector256.AndNot(b18, b17); a17 = b17 ^ Vector256.AndNot(b19, b18);
            a18 = b18 ^ Vector256.AndNot(b15, b19); a19 = b19 ^ Vector256.AndNot(b16, b15);
            a20 = b20 ^ Vector256.AndNot(b22, b21); a21 = b21 ^ Vector256.AndNot(b23, b22); a22 = b22 ^ Vector256.AndNot(b24, b23);
            a23 = b23 ^ Vector256.AndNot(b20, b24); a24 = b24 ^ Vector256.AndNot(b21, b20);
        }

        s = a0; Unsafe.Add(ref s, 1) = a1; Unsafe.Add(ref s, 2) = a2; Unsafe.Add(ref s, 3) = a3; Unsafe.Add(ref s, 4) = a4;
        Unsafe.Add(ref s, 5) = a5; Unsafe.Add(ref s, 6) = a6; Unsafe.Add(ref s, 7) = a7; Unsafe.Add(ref s, 8) = a8; Unsafe.Add(ref s, 9) = a9;
        Unsafe.Add(ref s, 10) = a10; Unsafe.Add(ref s, 11) = a11; Unsafe.Add(ref s, 12) = a12; Unsafe.Add(ref s, 13) = a13; Unsafe.Add(ref s, 14) = a14;
        Unsafe.Add(ref s, 15) = a15; Unsafe.Add(ref s, 16) = a16; Unsafe.Add(ref s, 17) = a17; Unsafe.Add(ref s, 18) = a18; Unsafe.Add(ref s, 19) = a19;
        Unsafe.Add(ref s, 20) = a20; Unsafe.Add(ref s, 21) = a21; Unsafe.Add(ref s, 22) = a22; Unsafe.Add(ref s, 23) = a23; Unsafe.Add(ref s, 24) = a24;
    }

    // Both counts are constants after inlining.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Rotate(Vector256<ulong> lanes, [ConstantExpected] int bits) =>
        Vector256.ShiftLeft(lanes, bits) | Vector256.ShiftRightLogical(lanes, 64 - bits);
}
