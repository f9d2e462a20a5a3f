using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Platone.Contracts.Access;
using Platone.Cryptography;
using Platone.Messaging;
using Platone.Protocol;
using Platone.Tls;

namespace Platone.Client;

/// <summary>
/// The access layer as one wallet sees it: hands in readings, asks for, gives and takes access, reads history and the live bus.
/// Every request is signed by the wallet, and so is every act at the registry, which the access layer hands in and pays for: the key never leaves.
/// </summary>
/// <param name="http">With the access layer's base address; for HTTPS over <see cref="ClientTls.CreateHandler"/>.</param>
/// <param name="tls">For the broker, where it or the access layer speaks TLS; null: the machine's own trust.</param>
public sealed class AccessClient(HttpClient http, PrivateKey wallet, TimeProvider time, ClientTls? tls = null)
{
    /// <summary>How long a signed act may be handed in.</summary>
    private static readonly TimeSpan ActsLive = TimeSpan.FromMinutes(10);

    public Address Wallet => wallet.Address;

    /// <param name="late">A piece of an archive: certified in batches that say so.</param>
    /// <returns>The receipts of the message's readings.</returns>
    public Task<ReceiptMessage> IngestAsync(string device, byte[] payload, bool late, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Post, $"/ingest/{Wallet}/{Uri.EscapeDataString(device)}{(late ? "?late=true" : "")}", payload, ProtocolJson.Default.ReceiptMessage,
            cancellationToken);

    /// <summary>Asks <paramref name="provider"/> for a topic. The request stands when the chain has it: see <see cref="DeclarationAsync"/>.</summary>
    /// <returns>The declaration's identifier.</returns>
    public async Task<Hash256> RequestAsync(
        Address provider, string topic, Means means, Purpose purpose, DateTimeOffset notBefore, DateTimeOffset expiry, CancellationToken cancellationToken)
    {
        var text = new DeclarationText(topic, NewNonce().ToString());
        var terms = new DeclarationTerms(
            Wallet.ToString(), provider.ToString(), (byte)means, (uint)purpose, (ulong)notBefore.ToUnixTimeSeconds(), (ulong)expiry.ToUnixTimeSeconds());
        var act = new RequestAct(Wallet, provider, text.TopicIdentifier(), terms.Means, terms.Purpose, terms.NotBefore, terms.Expiry);
        var request = new DeclarationRequest(text, terms, await SignAsync(act, cancellationToken).ConfigureAwait(false));
        var sent = await RelayAsync("/declarations", request, ProtocolJson.Default.DeclarationRequest, cancellationToken).ConfigureAwait(false);
        return Hash256.Parse(sent.Declaration!);
    }

    /// <summary>Accepts, rejects, revokes or renounces; the chain decides whether this wallet may.</summary>
    public async Task DecideAsync(RegistryDecision decision, Hash256 declaration, CancellationToken cancellationToken)
    {
        var signed = await SignAsync(new DecisionAct(decision, Wallet, declaration), cancellationToken).ConfigureAwait(false);
        await RelayAsync(
            $"/declarations/{declaration}/{decision.ToString().ToLowerInvariant()}", new DeclarationDecision(Wallet.ToString(), signed),
            ProtocolJson.Default.DeclarationDecision, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes back all that this wallet accepted as provider.</summary>
    /// <param name="consumer">Of one consumer; null for everybody's.</param>
    public async Task RevokeAllAsync(Address? consumer, CancellationToken cancellationToken)
    {
        var signed = await SignAsync(new RevokeAllAct(Wallet, consumer), cancellationToken).ConfigureAwait(false);
        await RelayAsync(
            "/revocations", new RevocationOfAll(Wallet.ToString(), consumer?.ToString(), signed), ProtocolJson.Default.RevocationOfAll, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Lets another wallet accept, reject and revoke for this one.</summary>
    /// <param name="until">When that ends; null ends it now.</param>
    public async Task DelegateAsync(Address wallet, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var act = new DelegateAct(Wallet, wallet, (ulong)(until?.ToUnixTimeSeconds() ?? 0));
        var signed = await SignAsync(act, cancellationToken).ConfigureAwait(false);
        await RelayAsync(
            "/delegations", new Delegation(Wallet.ToString(), wallet.ToString(), act.Until, signed), ProtocolJson.Default.Delegation, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Those that concern this wallet, newest first.</summary>
    public Task<IReadOnlyList<DeclarationView>> DeclarationsAsync(CancellationToken cancellationToken) => DeclarationsAsync(provider: null, cancellationToken);

    /// <param name="provider">Those of a provider that this wallet may decide for; null for those that concern the wallet itself.</param>
    public Task<IReadOnlyList<DeclarationView>> DeclarationsAsync(Address? provider, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Get, provider is { } giving ? $"/declarations?provider={giving}" : "/declarations", [],
            ProtocolJson.Default.IReadOnlyListDeclarationView, cancellationToken);

    /// <param name="at">The moment whose status is asked, ISO 8601; now where it is null.</param>
    public Task<DeclarationView> DeclarationAsync(Hash256 id, string? at, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Get, $"/declarations/{id}" + (at is null ? "" : "?at=" + Uri.EscapeDataString(at)), [], ProtocolJson.Default.DeclarationView,
            cancellationToken);

    /// <summary>What was delivered by a declaration of this wallet.</summary>
    public Task<UsageView> UsageAsync(Hash256 declaration, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, $"/declarations/{declaration}/usage", [], ProtocolJson.Default.UsageView, cancellationToken);

    /// <param name="record">As <see cref="UsageAsync"/> tells it.</param>
    /// <returns>The proof file, as it is.</returns>
    public Task<byte[]> UsageProofAsync(long record, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, $"/usage/{record}/proof", [], content => content.ReadAsByteArrayAsync(cancellationToken), cancellationToken);

    /// <summary>Waits until the chain and the access layer have a declaration in the given status.</summary>
    /// <exception cref="TimeoutException">They did not within <paramref name="patience"/>.</exception>
    public async Task<DeclarationView> WaitForAsync(Hash256 id, DeclarationStatus status, TimeSpan patience, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        string? seen = null;
        while (time.GetElapsedTime(start) < patience)
        {
            try
            {
                var view = await DeclarationAsync(id, at: null, cancellationToken).ConfigureAwait(false);
                seen = view.Status;
                if (seen == status.ToString()) return view;
            }
            catch (AccessRefusedException e) when (e.Status == 404)
            {
                // The chain does not have it yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken).ConfigureAwait(false);
        }

        throw new TimeoutException($"Declaration {id} is {seen ?? "not on the chain"} after {patience.TotalSeconds:F0} s, expected {status}.");
    }

    public Task<StreamList> StreamsAsync(Address provider, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, $"/providers/{provider}/streams", [], ProtocolJson.Default.StreamList, cancellationToken);

    /// <summary>One page of a stream's readings, oldest first; times are ISO 8601.</summary>
    public Task<ReadingPage> ReadingsAsync(Address provider, string stream, string? from, string? to, string? after, CancellationToken cancellationToken)
    {
        var query = $"/providers/{provider}/readings?stream={Uri.EscapeDataString(stream)}";
        if (from is not null) query += "&from=" + Uri.EscapeDataString(from);
        if (to is not null) query += "&to=" + Uri.EscapeDataString(to);
        if (after is not null) query += "&after=" + Uri.EscapeDataString(after);
        return SendAsync(HttpMethod.Get, query, [], ProtocolJson.Default.ReadingPage, cancellationToken);
    }

    /// <returns>The proof file, as it is.</returns>
    public Task<byte[]> ProofAsync(long reading, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, $"/readings/{reading}/proof", [], content => content.ReadAsByteArrayAsync(cancellationToken), cancellationToken);

    /// <summary>Erases certified readings of a stream for good.</summary>
    /// <param name="first">The first number, <paramref name="last"/> the last.</param>
    public Task<IReadOnlyList<ErasureView>> EraseAsync(
        Address provider, string stream, ulong first, ulong last, string reason, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Post, "/erasures",
        JsonSerializer.SerializeToUtf8Bytes(new ErasureRequest(provider.ToString(), stream, first, last, reason), ProtocolJson.Default.ErasureRequest),
        ProtocolJson.Default.IReadOnlyListErasureView, cancellationToken);

    /// <summary>What lets this wallet and its devices in, beside the wallet's key.</summary>
    public Task<IReadOnlyList<CredentialView>> CredentialsAsync(CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, "/credentials", [], ProtocolJson.Default.IReadOnlyListCredentialView, cancellationToken);

    /// <summary>Makes a device's password, which the answer alone has; it ends the one before.</summary>
    public Task<CredentialView> NewPasswordAsync(string device, CancellationToken cancellationToken) =>
        AddCredentialAsync(new(Device: device), cancellationToken);

    /// <param name="device">Whom the certificate is to let in; null for this wallet.</param>
    public Task<CredentialView> AddCertificateAsync(string? device, string pem, CancellationToken cancellationToken) =>
        AddCredentialAsync(new(device, pem), cancellationToken);

    /// <summary>Takes a credential away and ends the connections that it opened.</summary>
    public Task RemoveCredentialAsync(Hash256 hash, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, $"/credentials/{hash}", [], content => content.ReadAsByteArrayAsync(cancellationToken), cancellationToken);

    public Task<BrokerLogin> LoginAsync(CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, "/broker/login", [], ProtocolJson.Default.BrokerLogin, cancellationToken);

    /// <summary>A kept connection to the broker under this wallet.</summary>
    /// <param name="name">Tells this client's connections apart.</param>
    public async Task<MqttConnection> ConnectAsync(
        string name, IReadOnlyList<string> filters, Func<MqttDelivery, Task>? onMessage, ILogger logger, CancellationToken cancellationToken)
    {
        var login = await LoginAsync(cancellationToken).ConfigureAwait(false);
        // What came over TLS never goes out in plain text, whatever the answer says.
        var secure = login.Scheme == BrokerLogin.Tls || http.BaseAddress!.Scheme == Uri.UriSchemeHttps;
        var endpoint = new MqttEndpoint(
            login.Host, login.Port, login.ClientIdPrefix + name, new MqttLogin.Signature(wallet, Address.Parse(login.Operator)),
            Tls: secure ? tls ?? ClientTls.Machine : null);
        var connection = new MqttConnection(endpoint, time, logger);
        try
        {
            await connection.StartAsync(filters, onMessage, cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<PartySignature> SignAsync(RegistryAct act, CancellationToken cancellationToken)
    {
        var chain = await SendAsync(HttpMethod.Get, "/chain", [], ProtocolJson.Default.ChainView, cancellationToken).ConfigureAwait(false);
        var deadline = (ulong)time.GetUtcNow().Add(ActsLive).ToUnixTimeSeconds();
        var signed = act.Sign(wallet, chain.ChainId, Address.Parse(chain.SubscriptionRegistry), deadline);
        return new(signed.Nonce.ToString(), signed.Deadline, Hex.Encode(signed.Signature));
    }

    private Task<CredentialView> AddCredentialAsync(CredentialRequest request, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Post, "/credentials", JsonSerializer.SerializeToUtf8Bytes(request, ProtocolJson.Default.CredentialRequest),
        ProtocolJson.Default.CredentialView, cancellationToken);

    private Task<RelayedView> RelayAsync<T>(string path, T body, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, JsonSerializer.SerializeToUtf8Bytes(body, type), ProtocolJson.Default.RelayedView, cancellationToken);

    private Task<T> SendAsync<T>(HttpMethod method, string path, byte[] body, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(method, path, body, async content => (await content.ReadFromJsonAsync(type, cancellationToken).ConfigureAwait(false))!, cancellationToken);

    private async Task<T> SendAsync<T>(HttpMethod method, string path, byte[] body, Func<HttpContent, Task<T>> read, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (method == HttpMethod.Post)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new("application/json");
        }

        // What goes over the wire is signed, after the URI's own escaping.
        var target = new Uri(http.BaseAddress!, path).PathAndQuery;
        var signed = SignedRequest.Sign(wallet, method.Method, target, body, time.GetUtcNow().ToUnixTimeSeconds(), NewNonce());
        request.Headers.TryAddWithoutValidation("Authorization", signed.ToHeader());
        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode) throw await RefusalOfAsync(response, cancellationToken).ConfigureAwait(false);
        return await read(response.Content).ConfigureAwait(false);
    }

    private static async Task<AccessRefusedException> RefusalOfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var problem = JsonDocument.Parse(text);
            var detail = problem.RootElement.TryGetProperty("detail", out var found) ? found.GetString() : null;
            return new((int)response.StatusCode, detail ?? response.ReasonPhrase ?? "no reason given");
        }
        catch (JsonException)
        {
            return new((int)response.StatusCode, text.Length == 0 ? response.ReasonPhrase ?? "no reason given" : text);
        }
    }

    private static Hash256 NewNonce() => new(RandomNumberGenerator.GetBytes(Hash256.Length));
}

/// <summary>The access layer answered, and the answer is no.</summary>
public sealed class AccessRefusedException(int status, string reason) : Exception(reason)
{
    /// <summary>The HTTP status.</summary>
    public int Status => status;
}
