using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nethereum.JsonRpc.Client;

/// <summary>JSON-RPC 2.0 over HTTP.</summary>
public class RpcClient : IClient
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    readonly Uri _baseUrl;
    readonly HttpClient _httpClient;
    long _lastId;

    public RpcClient(Uri baseUrl) : this(baseUrl, CreateHttpClient())
    {
    }

    /// <param name="httpClient">Its owner sets time-outs and disposes of it.</param>
    public RpcClient(Uri baseUrl, HttpClient httpClient)
    {
        _baseUrl = baseUrl;
        _httpClient = httpClient;
    }

    public Task<T> SendRequestAsync<T>(string method, string route = null, params object[] paramList) =>
        SendRequestAsync<T>(new RpcRequest(null, method, paramList), route);

    public async Task<T> SendRequestAsync<T>(RpcRequest request, string route = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        var response = await SendAsync<T>(request, route is null ? _baseUrl : new Uri(_baseUrl, route)).ConfigureAwait(false);
        if (response.Error is { } error) throw new RpcResponseException(new(error.Code, error.Message, error.PlainData));

        return response.Result;
    }

    // Bounds for a node that hangs or answers without end; connections are renewed so that a node may move to another address.
    static HttpClient CreateHttpClient() => new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = TimeSpan.FromSeconds(20),
        MaxResponseContentBufferSize = 256 << 20,
    };

    async Task<Response<T>> SendAsync<T>(RpcRequest request, Uri url)
    {
        try
        {
            using var content = new ByteArrayContent(Serialize(request));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var answer = await _httpClient.PostAsync(url, content).ConfigureAwait(false);
            answer.EnsureSuccessStatusCode();
            await using var body = await answer.Content.ReadAsStreamAsync().ConfigureAwait(false);
            return await JsonSerializer.DeserializeAsync<Response<T>>(body, Json).ConfigureAwait(false) ?? throw new JsonException("The node answered null.");
        }
        catch (TaskCanceledException exception)
        {
            throw new RpcClientTimeoutException($"Rpc timeout after {_httpClient.Timeout.TotalMilliseconds} milliseconds: {request.Method}", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or IOException)
        {
            throw new RpcClientUnknownException($"Error occurred when trying to send rpc requests(s): {request.Method}", exception);
        }
    }

    byte[] Serialize(RpcRequest request)
    {
        var id = request.Id ?? Interlocked.Increment(ref _lastId);
        return JsonSerializer.SerializeToUtf8Bytes(new { jsonrpc = "2.0", id, method = request.Method, @params = request.RawParameters ?? [] }, Json);
    }

    sealed record Response<T>(T Result, Error Error);

    sealed record Error(int Code, string Message, JsonElement? Data)
    {
        /// <summary>Text as text, everything else as JSON.</summary>
        public object PlainData => Data is { ValueKind: JsonValueKind.String } text ? text.GetString() : Data;
    }
}
