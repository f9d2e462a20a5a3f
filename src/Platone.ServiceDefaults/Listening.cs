using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Platone.Tls;

namespace Platone.ServiceDefaults;

/// <summary>Where a service listens, and whether in plain text.</summary>
public static class Listening
{
    /// <summary>Listens there and nowhere else, whatever the environment says.</summary>
    /// <param name="tls">Null: HTTP. Else HTTPS; a client's certificate, where it showed one, is in <c>HttpContext.Connection.ClientCertificate</c>.</param>
    public static void ListenOn(this WebApplicationBuilder builder, IPEndPoint endpoint, ServerTls? tls) =>
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(endpoint, listen =>
        {
            if (tls is null) return;

            listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(tls.ForConnection()) });
        }));
}
