using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace Platone.ServiceDefaults;

/// <summary>Access tokens of the identity service (RFC 6750, RFC 9068): its keys are fetched, and fetched again when they change.</summary>
static class BearerTokens
{
    public const string Scheme = JwtBearerDefaults.AuthenticationScheme;

    public static void AddBearerTokens(this AuthenticationBuilder authentication, TokenIssuer issuer) => authentication.AddJwtBearer(Scheme, jwt =>
    {
        jwt.MetadataAddress = issuer.MetadataAddress.ToString();
        jwt.RequireHttpsMetadata = !issuer.MetadataAddress.IsLoopback;
        if (issuer.Tls is { } tls) jwt.BackchannelHttpHandler = tls.CreateHandler();
        jwt.BackchannelTimeout = TimeSpan.FromSeconds(5);
        // A new key is published ten minutes before it signs; a token of one that is not known yet asks at once, but not more often than this.
        jwt.AutomaticRefreshInterval = TimeSpan.FromMinutes(5);
        jwt.RefreshInterval = TimeSpan.FromSeconds(5);
        jwt.MapInboundClaims = false;
        jwt.TokenValidationParameters = new()
        {
            ValidIssuer = issuer.Issuer.ToString(),
            ValidAudience = TokenIssuer.Audience,
            ValidTypes = ["at+jwt"],
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            NameClaimType = "sub",
            RoleClaimType = "roles",
            ClockSkew = TimeSpan.FromSeconds(60),
        };
        jwt.Events = new()
        {
            OnAuthenticationFailed = context => TellOutageAsync(context),
            OnChallenge = context => ChallengeAsync(context, issuer),
            OnForbidden = context => ForbidAsync(context),
        };
    });

    /// <summary>A key that is not known says nothing about the token where no key is known at all.</summary>
    private static async Task TellOutageAsync(AuthenticationFailedContext context)
    {
        try
        {
            if (context.Options.ConfigurationManager is { } keys) await keys.GetConfigurationAsync(context.HttpContext.RequestAborted);
        }
        catch (InvalidOperationException e)
        {
            context.Fail(new IssuerUnavailableException(e));
        }
    }

    private static async Task ChallengeAsync(JwtBearerChallengeContext context, TokenIssuer issuer)
    {
        context.HandleResponse();
        if (context.AuthenticateFailure is IssuerUnavailableException)
        {
            await ProblemAsync(
                context.HttpContext, StatusCodes.Status503ServiceUnavailable,
                $"The keys of {issuer.Issuer} cannot be had, so no token can be checked; signed requests are answered.");
            return;
        }

        context.Response.Headers.WWWAuthenticate = $"{Scheme} error=\"invalid_token\"";
        await ProblemAsync(context.HttpContext, StatusCodes.Status401Unauthorized, Reason(context.AuthenticateFailure, issuer));
    }

    private static Task ForbidAsync(ForbiddenContext context) => ProblemAsync(
        context.HttpContext, StatusCodes.Status403Forbidden,
        $"The token names {context.HttpContext.User.Identity?.Name ?? "nobody"}, which is no wallet; this is for wallets.");

    private static string Reason(Exception? failure, TokenIssuer issuer) => failure switch
    {
        SecurityTokenExpiredException => "The token has expired.",
        SecurityTokenNotYetValidException => "The token does not count yet.",
        SecurityTokenInvalidIssuerException => $"The token is not of {issuer.Issuer}.",
        SecurityTokenInvalidAudienceException => $"The token is not for {TokenIssuer.Audience}.",
        SecurityTokenInvalidTypeException => "The token is no access token (at+jwt).",
        SecurityTokenInvalidSignatureException => $"The token is not signed by a key of {issuer.Issuer}.",
        _ => $"The token is no access token of {issuer.Issuer}.",
    };

    private static Task ProblemAsync(HttpContext http, int status, string detail) => TypedResults.Problem(detail, statusCode: status).ExecuteAsync(http);

    private sealed class IssuerUnavailableException(Exception cause) : Exception("The token issuer's keys cannot be had.", cause);
}
