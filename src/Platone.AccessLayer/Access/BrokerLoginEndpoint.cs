using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Platone.Policies;
using Platone.Protocol;
using Platone.ServiceDefaults;

namespace Platone.AccessLayer.Access;

/// <summary><c>POST /broker/login</c>: a wallet that signed the request gets a short-lived password for the broker.</summary>
static class BrokerLoginEndpoint
{
    public static void MapBrokerLogin(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/broker/login", Login)
            .RequireAuthorization()
            .WithSummary("A password for the broker, for the wallet that signed the request.")
            .WithTags("Access")
            .Produces<BrokerLogin>();

    private static Ok<BrokerLogin> Login(ClaimsPrincipal user, HttpRequest request, AccessLayerOptions options, TimeProvider time)
    {
        var wallet = user.Wallet();
        var expiry = time.GetUtcNow() + options.BrokerTokenLife;
        var broker = options.Broker;
        var host = broker.HostForParties ?? request.Host.Host.Trim('[', ']');
        return TypedResults.Ok(new BrokerLogin(
            broker.Tls is null ? BrokerLogin.Plain : BrokerLogin.Tls, host, broker.Port, wallet.ToString(),
            BrokerToken.Issue(options.BrokerKey.Bytes, wallet, expiry.ToUnixTimeSeconds()), $"{wallet}-",
            expiry.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            broker.ClientCertificatePort is { } port ? new UriBuilder(BrokerLogin.Tls, host, port).Uri.GetLeftPart(UriPartial.Authority) : null,
            options.Operator.Address.ToString()));
    }
}
