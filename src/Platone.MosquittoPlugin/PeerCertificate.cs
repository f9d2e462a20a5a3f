using System.Runtime.InteropServices;
using Platone.Cryptography;
using Platone.Policies;

namespace Platone.MosquittoPlugin;

/// <summary>
/// The certificate that a client's TLS connection stands on. The broker hands it out as a structure of the OpenSSL that it uses itself, which
/// is in the process already.
/// </summary>
static unsafe class PeerCertificate
{
    private static readonly string[] FileNames = ["libcrypto.so.3", "libcrypto.so.1.1"];

    private static readonly Lazy<Functions?> OpenSsl = new(Load);

    /// <returns><see cref="Credential.OfCertificate"/>; null without certificate, and without OpenSSL.</returns>
    public static Hash256? Hash(void* client)
    {
        var certificate = BrokerFunctions.ClientCertificate(client);
        if (certificate is null || OpenSsl.Value is not { } functions) return null;

        try
        {
            var length = functions.Encode(certificate, null);
            if (length <= 0) return null;

            var der = new byte[length];
            fixed (byte* start = der)
            {
                var at = start;
                return functions.Encode(certificate, &at) == length ? Credential.OfCertificate(der) : null;
            }
        }
        finally
        {
            functions.Free(certificate);
        }
    }

    private static Functions? Load()
    {
        foreach (var name in FileNames)
        {
            if (!NativeLibrary.TryLoad(name, out var library)) continue;
            if (NativeLibrary.TryGetExport(library, "i2d_X509", out var encode) && NativeLibrary.TryGetExport(library, "X509_free", out var free))
                return new(encode, free);
        }

        return null;
    }

    private sealed class Functions(nint encode, nint free)
    {
        public int Encode(void* certificate, byte** target) => ((delegate* unmanaged[Cdecl]<void*, byte**, int>)encode)(certificate, target);

        public void Free(void* certificate) => ((delegate* unmanaged[Cdecl]<void*, void>)free)(certificate);
    }
}
