using System.Security.Cryptography;
using Platone.Cryptography;

namespace Platone.Policies;

/// <summary>
/// What an account may prove itself with beside its wallet's key: a certificate, or the password of a device. Rules hold only what was hashed;
/// passwords are made by the access layer, of 192 random bits, so that one SHA-256 is enough and a broker's thread is not kept busy by a slow hash.
/// </summary>
/// <param name="Hash">From <see cref="OfCertificate"/> or <see cref="OfPassword"/>.</param>
/// <param name="Account">As <see cref="AccountName"/> reads it.</param>
public sealed record Credential(Hash256 Hash, string Account)
{
    /// <summary>SHA-256 of the certificate's DER, what tools show as its fingerprint.</summary>
    public static Hash256 OfCertificate(ReadOnlySpan<byte> der) => new(SHA256.HashData(der));

    /// <summary>SHA-256 of <c>"platone-password\n"</c> and the password: never the hash of a certificate, which does not start so.</summary>
    public static Hash256 OfPassword(ReadOnlySpan<byte> password) => new(SHA256.HashData([.. "platone-password\n"u8, .. password]));
}
