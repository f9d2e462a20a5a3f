using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Platone.Protocol;

namespace Platone.ServiceDefaults;

/// <summary>
/// The scheme of every request: the one that the first word of its Authorization header names, of those that the service knows; a signed request
/// where it names none, so that whoever sends nothing is told how to sign.
/// </summary>
static class HeaderScheme
{
    public const string Name = "Platone";

    public static void Configure(PolicySchemeOptions options) => options.ForwardDefaultSelector = SchemeOf;

    private static string SchemeOf(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        var space = header.IndexOf(' ', StringComparison.Ordinal);
        var word = space < 0 ? header : header[..space];
        var known = context.RequestServices.GetRequiredService<IOptions<AuthenticationOptions>>().Value.Schemes;
        return known.Select(scheme => scheme.Name).FirstOrDefault(name => name != Name && name.Equals(word, StringComparison.OrdinalIgnoreCase))
            ?? SignedRequest.Scheme;
    }
}
