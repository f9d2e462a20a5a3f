using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platone.ServiceDefaults;
using Platone.Tls;

namespace Platone.AccessLayer.Tests;

/// <summary>A service that listens with TLS hands the client's certificate on to what authenticates.</summary>
public sealed class ListeningTests
{
    [Fact]
    public async Task A_clients_certificate_is_in_the_requests_connection_and_without_one_there_is_none()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var authority = CertificateAuthority.Create(now);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.ListenOn(new(IPAddress.Loopback, 0), new ServerTls(authority.IssueServer(["127.0.0.1"], now), [authority.Certificate]));
        await using var service = builder.Build();
        service.MapGet("/", (HttpContext context) => context.Connection.ClientCertificate?.GetCertHashString(HashAlgorithmName.SHA256) ?? "none");
        await service.StartAsync(TestContext.Current.CancellationToken);
        var url = new Uri(service.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Assert.Equal(Uri.UriSchemeHttps, url.Scheme);

        var client = authority.IssueClient("meter-7", now).Certificate;
        Assert.Equal(client.GetCertHashString(HashAlgorithmName.SHA256), await GetAsync(url, authority, client));
        Assert.Equal("none", await GetAsync(url, authority, certificate: null));
    }

    private static async Task<string> GetAsync(Uri url, CertificateAuthority authority, X509Certificate2? certificate)
    {
        using var http = new HttpClient(ClientTls.Trusting([authority.Certificate]).With(certificate).CreateHandler());
        return await http.GetStringAsync(url, TestContext.Current.CancellationToken);
    }
}
