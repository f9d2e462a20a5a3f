using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Platone.Cryptography;

namespace Platone.Contracts.Connecting;

/// <summary>
/// Sends each request to the node that answered last, and to the next one where it does not. A node is asked for its chain id and
/// genesis before it is used, and again after every failure: one that was pointed at another chain must never certify there. Below the
/// JSON-RPC client, because requests to a node are the same bytes whichever answers, and sending a signed transaction twice is harmless.
/// </summary>
sealed partial class NodeFailover(
    IReadOnlyList<Uri> nodes, ulong chainId, Hash256 genesis, HttpMessageHandler network, TimeProvider time, ILogger logger) : DelegatingHandler(network)
{
    /// <summary>How long one node may take to answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The preferred node is looked at again after so long.</summary>
    private static readonly TimeSpan GoBackAfter = TimeSpan.FromSeconds(30);

    private readonly bool[] _isChecked = new bool[nodes.Count];
    private int _current;
    private long _leftFirstAt;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        Exception? failure = null;
        var first = Preferred();
        for (var i = 0; i < nodes.Count; i++)
        {
            var node = (first + i) % nodes.Count;
            try
            {
                await CheckAsync(node, cancellationToken).ConfigureAwait(false);
                var answer = await AskAsync(nodes[node], body, cancellationToken).ConfigureAwait(false);
                Use(node);
                return answer;
            }
            catch (Exception e) when (
                e is HttpRequestException or OtherChainException or JsonException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                _isChecked[node] = false;
                failure = e;
                LogFailed(logger, nodes[node], e is OperationCanceledException ? $"no answer in {Patience.TotalSeconds} s" : e.Message);
            }
        }

        throw new HttpRequestException($"None of {nodes.Count} nodes answers; the last said: {failure!.Message}", failure);
    }

    private int Preferred()
    {
        var current = Volatile.Read(ref _current);
        return current != 0 && time.GetElapsedTime(Volatile.Read(ref _leftFirstAt)) > GoBackAfter ? 0 : current;
    }

    private void Use(int node)
    {
        if (node != 0 && Volatile.Read(ref _current) == 0 || node != 0 && Preferred() == 0) Volatile.Write(ref _leftFirstAt, time.GetTimestamp());
        if (Interlocked.Exchange(ref _current, node) != node) LogUsed(logger, nodes[node]);
    }

    private async Task CheckAsync(int node, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _isChecked[node])) return;

        var id = (await CallAsync(nodes[node], "eth_chainId", [], cancellationToken).ConfigureAwait(false)).GetString() ?? "";
        if (!ulong.TryParse(id.AsSpan(Math.Min(2, id.Length)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var found) || found != chainId)
            throw new OtherChainException($"the node has chain id {id}, expected {chainId}");

        var second = await CallAsync(nodes[node], "eth_getBlockByNumber", ["0x1", false], cancellationToken).ConfigureAwait(false);
        // A chain without a block 1 has nothing that could be mistaken; its genesis is held against the file when the contracts are looked for.
        if (second.ValueKind == JsonValueKind.Object && second.GetProperty("parentHash").GetString() is var parent && parent != genesis.ToString())
            throw new OtherChainException($"the node's chain has genesis {parent}, expected {genesis}");

        Volatile.Write(ref _isChecked[node], true);
    }

    private async Task<JsonElement> CallAsync(Uri node, string method, object[] parameters, CancellationToken cancellationToken)
    {
        using var answer = await AskAsync(
            node, JsonSerializer.SerializeToUtf8Bytes(new { jsonrpc = "2.0", id = 1, method, @params = parameters }), cancellationToken).ConfigureAwait(false);
        var document = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken).ConfigureAwait(false);
        return document.TryGetProperty("result", out var result) ? result : throw new HttpRequestException($"the node answers {method} with an error");
    }

    private async Task<HttpResponseMessage> AskAsync(Uri node, byte[] body, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var request = new HttpRequestMessage(HttpMethod.Post, node)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } },
        };
        var answer = await base.SendAsync(request, patience.Token).ConfigureAwait(false);
        if (answer.IsSuccessStatusCode) return answer;

        answer.Dispose();
        throw new HttpRequestException($"status {(int)answer.StatusCode}");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The node {Node} cannot be used: {Reason}")]
    private static partial void LogFailed(ILogger logger, Uri node, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The chain is now reached by the node {Node}")]
    private static partial void LogUsed(ILogger logger, Uri node);

    private sealed class OtherChainException(string message) : Exception(message);
}
