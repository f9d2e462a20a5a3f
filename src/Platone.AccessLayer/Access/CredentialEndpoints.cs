using System.Buffers.Text;
using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Platone.Cryptography;
using Platone.Policies;
using Platone.Protocol;
using Platone.ServiceDefaults;
using Platone.Storage;

namespace Platone.AccessLayer.Access;

/// <summary>
/// <c>/credentials</c>: what lets a wallet's devices in, and the wallet itself beside its key: certificates and passwords. What one of them opens is
/// told to the brokers at once, and so is that it opens nothing more.
/// </summary>
static class CredentialEndpoints
{
    /// <summary>192 bits, which no search finds, so that a fast hash is enough.</summary>
    private const int PasswordBytes = 24;

    public static void MapCredentials(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/credentials").RequireAuthorization().WithTags("Access");
        group.MapGet("/", List).WithSummary("What lets the caller and its devices in, beside its key.").Produces<IReadOnlyList<CredentialView>>();
        group.MapPost("/", AddAsync)
            .WithSummary("Registers a certificate for the caller or a device of it, or makes a password for a device; a new password ends the one before.")
            .Produces<CredentialView>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status409Conflict);
        group.MapDelete("/{hash}", RemoveAsync)
            .WithSummary("Takes a credential away; connections that it opened end.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Ok<IReadOnlyList<CredentialView>> List(ClaimsPrincipal user, CredentialStore credentials) =>
        TypedResults.Ok<IReadOnlyList<CredentialView>>([.. credentials.List(user.Wallet()).Select(stored => View(stored, password: null))]);

    private static async Task<IResult> AddAsync(
        CredentialRequest body, ClaimsPrincipal user, CredentialBook credentials, TimeProvider time, CancellationToken cancellationToken)
    {
        var (wallet, now) = (user.Wallet(), time.GetUtcNow().ToUnixTimeSeconds());
        if (body.Device is { } device && !Topics.IsDevice(device))
            return PlatoneDefaults.BadRequest($"device: found '{device}', expected 1 to {Topics.MaxDeviceLength} characters, none of / + #");

        var account = body.Device is null ? wallet.ToString() : $"{wallet}/{body.Device}";
        if (body.Certificate is { } pem)
        {
            return TryReadCertificate(pem, out var fingerprint)
                ? await StoreAsync(new(new(fingerprint, account), wallet, CredentialKind.Certificate, now), password: null)
                : PlatoneDefaults.BadRequest("certificate: expected one certificate as PEM");
        }

        if (body.Device is null)
            return PlatoneDefaults.BadRequest("certificate: found none, expected one: only a device can have a password, a wallet has its key");

        var password = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(PasswordBytes));
        return await StoreAsync(
            new(new(Credential.OfPassword(Encoding.ASCII.GetBytes(password)), account), wallet, CredentialKind.Password, now), password);

        async Task<IResult> StoreAsync(StoredCredential added, string? password)
        {
            return await credentials.TryAddAsync(added, cancellationToken)
                ? TypedResults.Created((string?)null, View(added, password))
                : TypedResults.Problem(
                    $"{wallet} has {CredentialStore.MostOfOneWallet} credentials, and that is the most.", statusCode: StatusCodes.Status409Conflict);
        }
    }

    private static async Task<IResult> RemoveAsync(
        string hash, ClaimsPrincipal user, CredentialBook credentials, CancellationToken cancellationToken)
    {
        if (!Hash256.TryParse(hash, out var named)) return PlatoneDefaults.BadRequest($"hash: found '{hash}', expected 32 bytes of hexadecimal");

        return await credentials.RemoveAsync(user.Wallet(), named, cancellationToken)
            ? TypedResults.NoContent()
            : TypedResults.Problem($"{user.Wallet()} has no credential {named}.", statusCode: StatusCodes.Status404NotFound);
    }

    private static bool TryReadCertificate(string pem, out Hash256 fingerprint)
    {
        fingerprint = default;
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            fingerprint = Credential.OfCertificate(certificate.RawDataMemory.Span);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static CredentialView View(StoredCredential stored, string? password) => new(
        stored.Credential.Account, stored.Kind.ToString(), stored.Credential.Hash.ToString(),
        DateTimeOffset.FromUnixTimeSeconds(stored.CreatedAt).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture), password);
}
