using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Platone.AccessLayer.Tests;
using Platone.Client;
using Platone.Contracts.Access;
using Platone.Contracts.Deployment;
using Platone.Cryptography;
using Platone.Identity.Clients;
using Platone.Identity.Keys;
using Platone.Protocol;
using Platone.Testing;

namespace Platone.Identity.Tests;

/// <summary>A wallet or a token for every caller, and what they have agreed: a grant, one that was revoked, a delegation.</summary>
sealed class Cast : IDisposable
{
    public const string Device = "cast-1", Stream = "cast-1/BUS1/voltmagnitude/A";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly DateTimeOffset Measured = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly SharedFramework _shared;
    private readonly HttpClient _http;
    private readonly Dictionary<Caller, PrivateKey> _keys = [];
    private readonly Dictionary<Caller, string> _tokens = [];
    private readonly ConcurrentDictionary<(RegistryDecision, Caller), Hash256> _undecided = new();
    private int _readings;
    private string? _password;

    private Cast(SharedFramework shared)
    {
        _shared = shared;
        _http = new() { BaseAddress = shared.Running.Endpoints.AccessLayer };
        Contracts = ContractLine.LoadOnly(Path.Combine(shared.Data, "deployments"));
        foreach (var caller in Enum.GetValues<Caller>()) _keys[caller] = PrivateKey.FromBytes(RandomNumberGenerator.GetBytes(32));
        _keys[Caller.ConsumerByToken] = _keys[Caller.Consumer];
        _keys[Caller.ProviderByToken] = _keys[Caller.Provider];
        _keys[Caller.Device] = _keys[Caller.Provider];
        _keys[Caller.Operator] = PrivateKey.Parse(File.ReadAllText(Path.Combine(shared.Data, "wallets", "operator.key")).Trim());
    }

    public ContractLine Contracts { get; }

    public Hash256 Grant { get; private set; }

    public long Reading { get; private set; }

    /// <param name="decisions">What is to be decided by whom: for each there is a declaration that this one may decide.</param>
    public static async Task<Cast> AssembleAsync(
        SharedFramework shared, IEnumerable<(RegistryDecision, Caller)> decisions, CancellationToken cancellationToken)
    {
        var cast = new Cast(shared);
        await cast.ProvideAsync(cancellationToken);
        await cast.AgreeAsync(decisions, cancellationToken);
        await cast.TakeTokensAsync(cancellationToken);
        await shared.Running.AllCertifiedAsync();
        return cast;
    }

    public void Dispose() => _http.Dispose();

    public PrivateKey KeyOf(Caller caller) => _keys[caller];

    public Address Of(Caller caller) => _keys[caller].Address;

    public AccessClient ClientOf(Caller caller) => new(_http, _keys[caller], TimeProvider.System);

    /// <summary>The declaration that this caller may decide, or for the others one that somebody may.</summary>
    public Hash256 Undecided(RegistryDecision decision, Caller caller) =>
        _undecided.TryGetValue((decision, caller), out var own) ? own : _undecided.First(pair => pair.Key.Item1 == decision).Value;

    /// <summary>A message that nobody sent before.</summary>
    public byte[] NewReading() => Payloads.Pmu(Device, Measured.AddSeconds(Interlocked.Increment(ref _readings)), "230.1");

    /// <summary>The header by which the caller is known.</summary>
    public string? Authorization(Caller caller, HttpMethod method, string path, byte[] body)
    {
        if (caller == Caller.Nobody) return null;
        if (caller == Caller.Device) return "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Of(Caller.Provider)}/{Device}:{_password}"));
        if (_tokens.TryGetValue(caller, out var token)) return $"Bearer {token}";

        using var http = new SignedHttp(_shared.Running.Endpoints.AccessLayer, _keys[caller]);
        return http.Sign(method, caller == Caller.BadSignature ? "/elsewhere" : path, body).ToHeader();
    }

    private async Task ProvideAsync(CancellationToken cancellationToken)
    {
        var adminKey = PrivateKey.Parse((await File.ReadAllTextAsync(Path.Combine(_shared.Data, "wallets", "admin.key"), cancellationToken)).Trim());
        var admin = await ContractAdmin.ConnectAsync(_shared.Running.Endpoints.Chain, adminKey, Contracts);
        await admin.AdmitProviderAsync(Of(Caller.Provider), cancellationToken);
        await admin.AdmitProviderAsync(Of(Caller.DismissedProvider), cancellationToken);
        await admin.DismissProviderAsync(Of(Caller.DismissedProvider), cancellationToken);
        ReceiptMessage? receipt = null;
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    receipt = await ClientOf(Caller.Provider).IngestAsync(Device, NewReading(), late: false, cancellationToken);
                    return true;
                }
                catch (AccessRefusedException e) when (e.Status == 403)
                {
                    return false;
                }
            },
            () => "the provider was never admitted");
        Reading = receipt!.Receipts[0].Id;
        _password = (await ClientOf(Caller.Provider).NewPasswordAsync(Device, cancellationToken)).Password;
    }

    private async Task AgreeAsync(IEnumerable<(RegistryDecision Decision, Caller Caller)> decisions, CancellationToken cancellationToken)
    {
        await ClientOf(Caller.Provider).DelegateAsync(Of(Caller.Delegate), DateTimeOffset.UtcNow.AddDays(1), cancellationToken);
        var grant = await RequestAsync(Caller.Consumer, cancellationToken);
        var revoked = await RequestAsync(Caller.RevokedConsumer, cancellationToken);
        foreach (var decision in decisions) _undecided[decision] = await RequestAsync(Caller.Consumer, cancellationToken);
        await Task.WhenAll(new[] { grant, revoked }.Concat(_undecided.Values).Select(id => ReachesAsync(id, DeclarationStatus.Requested, cancellationToken)));

        List<Hash256> accepted = [grant, revoked, .. _undecided.Where(pair => pair.Key.Item1 == RegistryDecision.Revoke).Select(pair => pair.Value)];
        foreach (var id in accepted) await ClientOf(Caller.Provider).DecideAsync(RegistryDecision.Accept, id, cancellationToken);
        await Task.WhenAll(accepted.Select(id => ReachesAsync(id, DeclarationStatus.Accepted, cancellationToken)));
        await ClientOf(Caller.Provider).DecideAsync(RegistryDecision.Revoke, revoked, cancellationToken);
        await ReachesAsync(revoked, DeclarationStatus.Revoked, cancellationToken);
        Grant = grant;
    }

    private Task<Hash256> RequestAsync(Caller consumer, CancellationToken cancellationToken) => ClientOf(consumer).RequestAsync(
        Of(Caller.Provider), $"data/{Of(Caller.Provider)}/{Device}/#", Means.Both, Purpose.Audit, Measured, DateTimeOffset.UtcNow.AddDays(1),
        cancellationToken);

    private Task<DeclarationView> ReachesAsync(Hash256 id, DeclarationStatus status, CancellationToken cancellationToken) =>
        ClientOf(Caller.Provider).WaitForAsync(id, status, Patience, cancellationToken);

    private async Task TakeTokensAsync(CancellationToken cancellationToken)
    {
        var identity = _shared.Running.Endpoints.Identity;
        using var http = new TokenHttp(identity);
        foreach (var caller in new[] { Caller.ConsumerByToken, Caller.ProviderByToken, Caller.DismissedProvider })
            _tokens[caller] = (await http.SignInAsync(_keys[caller])).AccessToken;

        await using var clients = await ClientRegistry.OpenAsync(Path.Combine(_shared.Data, "identity.db"), cancellationToken);
        var secret = await clients.AddServiceAsync("cast", [], cancellationToken);
        _tokens[Caller.Service] =
            (await http.TokenAsync(("grant_type", "client_credentials"), ("client_id", "cast"), ("client_secret", secret))).AccessToken;

        var own = SigningKey.Load(Directory.EnumerateFiles(Path.Combine(_shared.Data, "identity", "keys"), "*.pem").First()).Key;
        _tokens[Caller.ExpiredToken] = Token(own, identity, DateTimeOffset.UtcNow.AddMinutes(-5));
        _tokens[Caller.ForeignToken] = Token(
            new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "foreign" }, new("https://foreign.example/"),
            DateTimeOffset.UtcNow.AddMinutes(5));
    }

    /// <summary>A token of the provider, whom no other caller can harm.</summary>
    private string Token(ECDsaSecurityKey key, Uri issuer, DateTimeOffset expires) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer.ToString(), Audience = "platone", TokenType = "at+jwt", Expires = expires.UtcDateTime,
            Claims = new Dictionary<string, object> { ["sub"] = Of(Caller.Provider).ToString(), ["roles"] = "provider" },
            SigningCredentials = new(key, SecurityAlgorithms.EcdsaSha256),
        });
}
