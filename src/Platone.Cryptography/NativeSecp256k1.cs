using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Platone.Cryptography;

/// <summary>libsecp256k1 with its recovery module, as Debian and others ship it. Its context is only read after creation, so all threads share it.</summary>
internal sealed unsafe class NativeSecp256k1 : ISecp256k1Engine
{
    // Versions 0.1, 0.2 .. 0.5 and 0.6 of the library; the functions used here have the same signatures in all of them.
    private static readonly string[] FileNames = ["libsecp256k1.so.2", "libsecp256k1.so.1", "libsecp256k1.so.0"];

    // SECP256K1_CONTEXT_SIGN | SECP256K1_CONTEXT_VERIFY
    private const uint ContextFlags = 0x301;

    // SECP256K1_EC_UNCOMPRESSED
    private const uint Uncompressed = 2;

    // Opaque structures of the library's header files.
    private const int PublicKeyLength = 64, RecoverableSignatureLength = 65;

    private static readonly BigInteger Order = new(Secp256k1.Order.ToArray(), isUnsigned: true, isBigEndian: true);

    private readonly nint _context;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, byte*, int> _createPublicKey;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, nuint*, byte*, uint, int> _serializePublicKey;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, byte*, byte*, nint, nint, int> _signRecoverable;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, int*, byte*, int> _serializeSignature;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, byte*, int, int> _parseSignature;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, byte*, byte*, int> _recover;

    private NativeSecp256k1(nint library)
    {
        var createContext = (delegate* unmanaged[Cdecl]<uint, nint>)NativeLibrary.GetExport(library, "secp256k1_context_create");
        _createPublicKey = (delegate* unmanaged[Cdecl]<nint, byte*, byte*, int>)NativeLibrary.GetExport(library, "secp256k1_ec_pubkey_create");
        _serializePublicKey =
            (delegate* unmanaged[Cdecl]<nint, byte*, nuint*, byte*, uint, int>)NativeLibrary.GetExport(library, "secp256k1_ec_pubkey_serialize");
        _signRecoverable =
            (delegate* unmanaged[Cdecl]<nint, byte*, byte*, byte*, nint, nint, int>)NativeLibrary.GetExport(library, "secp256k1_ecdsa_sign_recoverable");
        _serializeSignature = (delegate* unmanaged[Cdecl]<nint, byte*, int*, byte*, int>)
            NativeLibrary.GetExport(library, "secp256k1_ecdsa_recoverable_signature_serialize_compact");
        _parseSignature = (delegate* unmanaged[Cdecl]<nint, byte*, byte*, int, int>)
            NativeLibrary.GetExport(library, "secp256k1_ecdsa_recoverable_signature_parse_compact");
        _recover = (delegate* unmanaged[Cdecl]<nint, byte*, byte*, byte*, int>)NativeLibrary.GetExport(library, "secp256k1_ecdsa_recover");
        _context = createContext(ContextFlags);
    }

    /// <returns>Null when the machine has no libsecp256k1, or one built without the recovery module.</returns>
    public static NativeSecp256k1? TryLoad()
    {
        foreach (var fileName in FileNames)
        {
            if (!NativeLibrary.TryLoad(fileName, out var library)) continue;
            if (NativeLibrary.TryGetExport(library, "secp256k1_ecdsa_recover", out _)) return new(library);

            NativeLibrary.Free(library);
        }

        return null;
    }

    public bool TryGetPublicKey(ReadOnlySpan<byte> key, Span<byte> publicKey)
    {
        var point = stackalloc byte[PublicKeyLength];
        fixed (byte* keyBytes = key)
        {
            if (_createPublicKey(_context, point, keyBytes) != 1) return false;
        }

        Serialize(point, publicKey);
        return true;
    }

    public byte Sign(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> key, Span<byte> signature)
    {
        Span<byte> reduced = stackalloc byte[32];
        ReduceModuloOrder(digest, reduced);

        var recoverable = stackalloc byte[RecoverableSignatureLength];
        int recoveryId;
        fixed (byte* digestBytes = reduced, keyBytes = key, signatureBytes = signature)
        {
            if (_signRecoverable(_context, recoverable, digestBytes, keyBytes, 0, 0) != 1)
                throw new CryptographicException("libsecp256k1 refused to sign: the private key is out of range.");

            _serializeSignature(_context, signatureBytes, &recoveryId, recoverable);
        }

        return (byte)recoveryId;
    }

    public bool TryRecover(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature, byte recoveryId, Span<byte> publicKey)
    {
        // The library aborts the process on a recovery id that it does not know.
        ArgumentOutOfRangeException.ThrowIfGreaterThan(recoveryId, 3);

        var recoverable = stackalloc byte[RecoverableSignatureLength];
        var point = stackalloc byte[PublicKeyLength];
        fixed (byte* digestBytes = digest, signatureBytes = signature)
        {
            if (_parseSignature(_context, recoverable, signatureBytes, recoveryId) != 1) return false;
            if (_recover(_context, point, recoverable, digestBytes) != 1) return false;
        }

        Serialize(point, publicKey);
        return true;
    }

    private void Serialize(byte* point, Span<byte> publicKey)
    {
        var serialized = stackalloc byte[65];
        nuint length = 65;
        _serializePublicKey(_context, serialized, &length, point, Uncompressed);
        new ReadOnlySpan<byte>(serialized + 1, 64).CopyTo(publicKey);
    }

    /// <summary>
    /// RFC 6979 (section 3.2, step d) derives the nonce from the digest modulo n. Versions of the library before 0.4 took the digest as it is, which
    /// gives another valid signature for the rare digest that is not below n.
    /// </summary>
    private static void ReduceModuloOrder(ReadOnlySpan<byte> digest, Span<byte> reduced)
    {
        if (new Hash256(digest).CompareTo(Secp256k1.Order) < 0)
        {
            digest.CopyTo(reduced);
            return;
        }

        var remainder = new BigInteger(digest, isUnsigned: true, isBigEndian: true) - Order;
        reduced.Clear();
        remainder.TryWriteBytes(reduced[(32 - remainder.GetByteCount(isUnsigned: true))..], out _, isUnsigned: true, isBigEndian: true);
    }
}
