using System.Diagnostics.CodeAnalysis;

namespace Platone.Cryptography;

/// <summary>An ECDSA signature over secp256k1 from which the signer's address can be recovered.</summary>
/// <param name="R">1 .. n - 1.</param>
/// <param name="S">1 .. n / 2 (EIP-2): of the two signatures that fit, only one is accepted.</param>
/// <param name="RecoveryId">0 or 1.</param>
public readonly record struct Signature(Hash256 R, Hash256 S, byte RecoveryId)
{
    public const int Length = 65;

    private const byte ElectrumOffset = 27;

    private bool IsValid => RecoveryId <= 1 && !R.IsZero && !S.IsZero && R.CompareTo(Secp256k1.Order) < 0 && S.CompareTo(Secp256k1.HalfOrder) <= 0;

    /// <summary>Reads r || s || v with v = 0, 1, 27 or 28; false for anything else and for values out of range.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out Signature signature)
    {
        signature = default;
        if (bytes.Length != Length) return false;

        var v = bytes[64];
        var parsed = new Signature(new(bytes[..32]), new(bytes[32..64]), v >= ElectrumOffset ? (byte)(v - ElectrumOffset) : v);
        if (!parsed.IsValid) return false;

        signature = parsed;
        return true;
    }

    /// <summary>Reads 65 bytes of hexadecimal by the same rules.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Signature signature)
    {
        signature = default;
        Span<byte> bytes = stackalloc byte[Length];
        return text is not null && Hex.TryDecode(text, bytes) && TryParse(bytes, out signature);
    }

    /// <summary>Finds who signed. A wrong signature is not an error here: it gives another address, or none.</summary>
    public bool TryRecover(Hash256 digest, out Address signer)
    {
        signer = default;
        if (!IsValid) return false;

        Span<byte> digestBytes = stackalloc byte[Hash256.Length];
        Span<byte> signature = stackalloc byte[64];
        Span<byte> publicKey = stackalloc byte[64];
        digest.CopyTo(digestBytes);
        R.CopyTo(signature);
        S.CopyTo(signature[32..]);
        if (!Secp256k1.Engine.TryRecover(digestBytes, signature, RecoveryId, publicKey)) return false;

        signer = PrivateKey.AddressOf(publicKey);
        return true;
    }

    /// <summary>r || s || v with v = 27 or 28, as <c>ecrecover</c> and wallets use it.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        R.CopyTo(bytes);
        S.CopyTo(bytes.AsSpan(32));
        bytes[64] = (byte)(ElectrumOffset + RecoveryId);
        return bytes;
    }

    public override string ToString() => Hex.Encode(ToArray());
}
