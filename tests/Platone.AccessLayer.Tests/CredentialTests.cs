using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Platone.Protocol;
using Platone.Simulation.Devices;
using Platone.Testing;

namespace Platone.AccessLayer.Tests;

public sealed class CredentialTests(SharedFramework shared) : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 2, 2, 0, 0, 0, TimeSpan.Zero);

    private readonly SignedHttp _http = new(shared.Running.Endpoints.AccessLayer, shared.Provider.Key);

    private string Wallet => shared.Provider.Address;

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_device_hands_in_by_its_password_for_itself_alone()
    {
        var made = await NewPasswordAsync("basic-1");
        Assert.Equal($"{Wallet}/basic-1", made.Account);

        (await IngestAsync("basic-1", Basic(made.Account, made.Password!))).Is(HttpStatusCode.Created);
        (await IngestAsync("basic-2", Basic(made.Account, made.Password!))).Problem(HttpStatusCode.Forbidden, "Device basic-1 cannot hand in for basic-2");
        (await IngestAsync("basic-1", Basic(made.Account, made.Password + "x"))).Problem(HttpStatusCode.Unauthorized, "no such credential");
        (await IngestAsync("basic-1", Basic($"{Wallet}/basic-2", made.Password!))).Problem(HttpStatusCode.Unauthorized, "no such credential");
        (await IngestAsync("basic-1", Basic(Wallet, made.Password!))).Problem(HttpStatusCode.Unauthorized, "a slash and a device");
        (await IngestAsync("basic-1", "Basic rubbish")).Problem(HttpStatusCode.Unauthorized, "base64");
        (await IngestAsync("basic-1", "Basic " + new string('A', 8000))).Problem(HttpStatusCode.Unauthorized, "base64");
        var refused = await IngestAsync("basic-1", "Basic " + Convert.ToBase64String("nothing"u8));
        refused.Problem(HttpStatusCode.Unauthorized, "no colon");
        Assert.StartsWith("Basic realm=", refused.Challenge, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_may_nothing_that_is_its_wallet_s()
    {
        var made = await NewPasswordAsync("basic-3");
        foreach (var path in new[] { "/credentials", "/declarations", "/chain", $"/providers/{Wallet}/streams" })
        {
            var answer = await _http.SendAsync(HttpMethod.Get, path, [], Basic(made.Account, made.Password!));
            Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await _http.SendAsync(HttpMethod.Post, "/broker/login", [], Basic(made.Account, made.Password!))).Status);
    }

    [Fact]
    public async Task A_new_password_ends_the_one_before_and_a_removed_one_opens_nothing()
    {
        var first = await NewPasswordAsync("basic-4");
        var second = await NewPasswordAsync("basic-4");
        (await IngestAsync("basic-4", Basic(first.Account, first.Password!))).Problem(HttpStatusCode.Unauthorized);
        (await IngestAsync("basic-4", Basic(second.Account, second.Password!))).Is(HttpStatusCode.Created);

        using var stranger = new SignedHttp(shared.Running.Endpoints.AccessLayer, (await Party.CreateAsync(shared.Data)).Key);
        (await stranger.SendAsync(HttpMethod.Delete, $"/credentials/{second.Hash}", [])).Problem(HttpStatusCode.NotFound, "has no credential");
        Assert.Equal(HttpStatusCode.NoContent, (await _http.SendAsync(HttpMethod.Delete, $"/credentials/{second.Hash}", [])).Status);
        (await _http.SendAsync(HttpMethod.Delete, $"/credentials/{second.Hash}", [])).Problem(HttpStatusCode.NotFound, "has no credential");
        (await IngestAsync("basic-4", Basic(second.Account, second.Password!))).Problem(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Of_passwords_made_at_once_one_opens_and_it_is_the_one_that_is_listed()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => NewPasswordAsync("basic-6")));
        var opening = new List<CredentialView>();
        foreach (var one in made)
            if ((await IngestAsync("basic-6", Basic(one.Account, one.Password!))).Status != HttpStatusCode.Unauthorized) opening.Add(one);

        var listed = (await _http.GetAsync("/credentials")).Json().EnumerateArray().Where(view => view.GetProperty("account").GetString() == made[0].Account);
        Assert.Equal(Assert.Single(opening).Hash, Assert.Single(listed).GetProperty("hash").GetString());
    }

    [Fact]
    public async Task What_is_listed_tells_no_password()
    {
        var made = await NewPasswordAsync("basic-5");
        var listed = (await _http.GetAsync("/credentials")).Is(HttpStatusCode.OK);
        Assert.Contains(made.Hash, listed.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(made.Password!, listed.Text, StringComparison.Ordinal);
        var log = await File.ReadAllTextAsync(Path.Combine(shared.Data, "log", "platone.log"), TestContext.Current.CancellationToken);
        Assert.DoesNotContain(made.Password!, log, StringComparison.Ordinal);
        Assert.Equal(0, Database.Number(shared.Running.Store, $"SELECT count(*) FROM credential WHERE hash = CAST('{made.Password}' AS BLOB)"));
    }

    [Fact]
    public async Task A_certificate_is_known_by_its_fingerprint_as_other_tools_take_it()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=meter", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var view = await AddAsync(new(Certificate: certificate.ExportCertificatePem()));
        Assert.Equal("0x" + certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant(), view.Hash);
        Assert.Equal((Wallet, "Certificate", null), (view.Account, view.Kind, view.Password));
        // It proves nothing where no TLS connection stands on it.
        var answer = await _http.SendAsync(HttpMethod.Get, "/credentials", [], $"Platone-Certificate {Wallet}");
        answer.Problem(HttpStatusCode.Unauthorized, "no client certificate");
    }

    [Theory]
    [InlineData("{}", "only a device can have a password")]
    [InlineData("""{"device":"a/b"}""", "device: found 'a/b'")]
    [InlineData("""{"device":""}""", "device: found ''")]
    [InlineData("""{"certificate":"rubbish"}""", "certificate: expected one certificate as PEM")]
    [InlineData("""{"certificate":"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"}""", "certificate: expected one certificate as PEM")]
    [InlineData("""{"password":"mine"}""", "")]
    public async Task What_is_no_credential_is_refused(string body, string saying) =>
        (await _http.PostAsync("/credentials", Encoding.UTF8.GetBytes(body))).Problem(HttpStatusCode.BadRequest, saying);

    private Task<CredentialView> NewPasswordAsync(string device) => AddAsync(new(Device: device));

    private async Task<CredentialView> AddAsync(CredentialRequest request)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(request, ProtocolJson.Default.CredentialRequest);
        var answer = (await _http.PostAsync("/credentials", body)).Is(HttpStatusCode.Created);
        return JsonSerializer.Deserialize(answer.Text, ProtocolJson.Default.CredentialView)!;
    }

    private Task<Answer> IngestAsync(string device, string authorization) =>
        _http.SendAsync(HttpMethod.Post, $"/ingest/{Wallet}/{device}", Payloads.Pmu(device, Start, "230.5"), authorization);

    private static string Basic(string account, string password) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account}:{password}"));
}
