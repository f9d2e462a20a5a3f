using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace Platone.Identity.Keys;

/// <summary>Gives OpenIddict the ring's keys, and again whenever they are others.</summary>
sealed class KeyOptions(KeyRing ring) : IConfigureOptions<OpenIddictServerOptions>, IOptionsChangeTokenSource<OpenIddictServerOptions>
{
    public string? Name => Options.DefaultName;

    public void Configure(OpenIddictServerOptions options)
    {
        foreach (var key in ring.Keys) options.SigningCredentials.Add(new(key.Key, SecurityAlgorithms.EcdsaSha256));
        var encryption = HKDF.DeriveKey(HashAlgorithmName.SHA256, ring.Secret, 32, info: "codes and refresh tokens"u8.ToArray());
        options.EncryptionCredentials.Add(new(
            new SymmetricSecurityKey(encryption), SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512));
    }

    public IChangeToken GetChangeToken() => ring.ChangeToken;
}
