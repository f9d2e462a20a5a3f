using System.Net;
using System.Text;
using Nethereum.JsonRpc.Client;
using Nethereum.Web3;

namespace Platone.Contracts.Tests;

/// <summary>The connection to a node, and what can become of it.</summary>
sealed class Wire : DelegatingHandler
{
    private volatile WireState _state;

    public Wire(Uri node)
        : base(new SocketsHttpHandler()) =>
        Web3 = new(new RpcClient(node, new HttpClient(this, disposeHandler: false) { Timeout = TimeSpan.FromMilliseconds(500) }));

    public Web3 Web3 { get; }

    public WireState State
    {
        get => _state;
        set => _state = value;
    }

    /// <summary>How often something was asked while the wire did not work.</summary>
    public int Failures { get; private set; }

    /// <summary>How many transactions reached the node.</summary>
    public int Sent { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var isTransaction = (await request.Content!.ReadAsStringAsync(cancellationToken)).Contains("eth_sendRawTransaction", StringComparison.Ordinal);
        if (State != WireState.Works) Failures++;
        if (State is WireState.Cut) throw new HttpRequestException("connection refused");
        if (State is WireState.Hangs) await Task.Delay(Timeout.Infinite, cancellationToken);
        if (State is WireState.NodeIsBusy) return Answer(HttpStatusCode.ServiceUnavailable, "");
        if (State is WireState.NodeRefuses) return Answer(HttpStatusCode.OK, """{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"internal error"}}""");

        var answer = await base.SendAsync(request, cancellationToken);
        if (isTransaction) Sent++;
        if (!isTransaction || State is not WireState.LosesAnswers) return answer;

        answer.Dispose();
        throw new HttpRequestException("connection reset");
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, string json) =>
        new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
}
