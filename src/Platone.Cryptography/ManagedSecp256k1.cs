using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;
using Org.BouncyCastle.Math.EC.Multiplier;
using Org.BouncyCastle.Utilities;

namespace Platone.Cryptography;

/// <summary>The curve's arithmetic by BouncyCastle, for machines without libsecp256k1. SEC 1, sections 4.1.3 (signing) and 4.1.6 (recovery).</summary>
internal sealed class ManagedSecp256k1 : ISecp256k1Engine
{
    private static readonly Org.BouncyCastle.Asn1.X9.X9ECParameters Curve = CustomNamedCurves.GetByName("secp256k1");
    private static readonly BigInteger Order = Curve.N;
    private static readonly BigInteger HalfOrder = Order.ShiftRight(1);

    public bool TryGetPublicKey(ReadOnlySpan<byte> key, Span<byte> publicKey)
    {
        var d = new BigInteger(1, key);
        if (d.SignValue == 0 || d.CompareTo(Order) >= 0) return false;

        WritePoint(MultiplyGenerator(d), publicKey);
        return true;
    }

    public byte Sign(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> key, Span<byte> signature)
    {
        var d = new BigInteger(1, key);
        var e = new BigInteger(1, digest);
        var nonces = new HMacDsaKCalculator(new Sha256Digest());
        nonces.Init(Order, d, digest.ToArray());

        // A second round is needed with a chance of 2^-255.
        while (true)
        {
            var k = nonces.NextK();
            var point = MultiplyGenerator(k);
            var x = point.AffineXCoord.ToBigInteger();
            var r = x.Mod(Order);
            var s = BigIntegers.ModOddInverse(Order, k).Multiply(e.Add(d.Multiply(r))).Mod(Order);
            if (r.SignValue == 0 || s.SignValue == 0) continue;

            var oddY = point.AffineYCoord.TestBitZero();
            if (s.CompareTo(HalfOrder) > 0)
            {
                // The negated s belongs to the mirrored nonce point.
                s = Order.Subtract(s);
                oddY = !oddY;
            }

            WriteInteger(r, signature[..32]);
            WriteInteger(s, signature[32..64]);
            return (byte)((oddY ? 1 : 0) | (x.CompareTo(Order) >= 0 ? 2 : 0));
        }
    }

    public bool TryRecover(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature, byte recoveryId, Span<byte> publicKey)
    {
        var r = new BigInteger(1, signature[..32]);
        var s = new BigInteger(1, signature[32..64]);
        if (!TryDecompress(r, oddY: (recoveryId & 1) == 1, out var point)) return false;

        var inverse = BigIntegers.ModOddInverse(Order, r);
        var u1 = new BigInteger(1, digest).Multiply(inverse).Negate().Mod(Order);
        var u2 = s.Multiply(inverse).Mod(Order);
        var recovered = ECAlgorithms.SumOfTwoMultiplies(Curve.G, u1, point, u2).Normalize();
        if (recovered.IsInfinity) return false;

        WritePoint(recovered, publicKey);
        return true;
    }

    // The comb takes the same steps for every scalar.
    private static ECPoint MultiplyGenerator(BigInteger scalar) => new FixedPointCombMultiplier().Multiply(Curve.G, scalar).Normalize();

    private static bool TryDecompress(BigInteger x, bool oddY, out ECPoint point)
    {
        Span<byte> encoded = stackalloc byte[33];
        encoded[0] = (byte)(oddY ? 3 : 2);
        WriteInteger(x, encoded[1..]);
        try
        {
            point = Curve.Curve.DecodePoint(encoded);
            return true;
        }
        catch (ArgumentException)
        {
            // The library's only way to say that no point of the curve has this x.
            point = Curve.Curve.Infinity;
            return false;
        }
    }

    private static void WritePoint(ECPoint point, Span<byte> destination)
    {
        WriteInteger(point.AffineXCoord.ToBigInteger(), destination[..32]);
        WriteInteger(point.AffineYCoord.ToBigInteger(), destination[32..64]);
    }

    private static void WriteInteger(BigInteger value, Span<byte> destination) => BigIntegers.AsUnsignedByteArray(value, destination);
}
