using System.Globalization;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Platone.Identity.Keys;

/// <summary>An ES256 key that signs tokens, from its PKCS#8 file; the file's name tells when it was made.</summary>
/// <param name="Made">To the millisecond.</param>
/// <param name="Key">Its id is the thumbprint of RFC 7638, so that it is the same after every start.</param>
public sealed record SigningKey(string File, DateTimeOffset Made, ECDsaSecurityKey Key)
{
    public const string Ending = ".pem";

    private const string TimeFormat = "yyyyMMdd'T'HHmmssfff'Z'";

    public static string NameOf(DateTimeOffset made) => made.ToUniversalTime().ToString(TimeFormat, CultureInfo.InvariantCulture) + Ending;

    /// <exception cref="InvalidDataException">The file is no such key, or others may read it.</exception>
    public static SigningKey Load(string file)
    {
        if (!DateTimeOffset.TryParseExact(
            Path.GetFileNameWithoutExtension(file), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var made))
            throw new InvalidDataException($"{file}: found that name, expected when the key was made, as in {NameOf(DateTimeOffset.UnixEpoch)}.");

        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(PrivateFile.Read(file));
            if (key.KeySize != 256) throw new CryptographicException($"a key of {key.KeySize} bits");
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw new InvalidDataException($"{file}: found {e.Message}, expected a P-256 key in PKCS#8.", e);
        }

        var security = new ECDsaSecurityKey(key);
        security.KeyId = Base64UrlEncoder.Encode(security.ComputeJwkThumbprint());
        return new(file, made, security);
    }

    /// <summary>Makes a new one.</summary>
    public static SigningKey Make(string folder, DateTimeOffset made)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var file = Path.Combine(folder, NameOf(made));
        PrivateFile.Write(file, key.ExportPkcs8PrivateKeyPem());
        return Load(file);
    }
}
