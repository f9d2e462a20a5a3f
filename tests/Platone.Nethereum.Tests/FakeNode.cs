using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Nethereum.JsonRpc.Client;

namespace Platone.StandIn.Tests;

/// <summary>A node that answers from a table and remembers what it was asked.</summary>
sealed class FakeNode : HttpMessageHandler
{
    readonly Dictionary<string, Func<JsonArray, string>> _answers = [];

    public List<string> Methods { get; } = [];

    public List<JsonObject> Requests { get; } = [];

    public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

    public RpcClient Client => new(new Uri("http://127.0.0.1:1/"), new HttpClient(this, disposeHandler: false));

    /// <param name="result">JSON.</param>
    public FakeNode Answers(string method, string result)
    {
        _answers[method] = _ => $"\"result\":{result}";
        return this;
    }

    /// <param name="error">JSON.</param>
    public FakeNode Fails(string method, string error)
    {
        _answers[method] = _ => $"\"error\":{error}";
        return this;
    }

    /// <param name="body">The whole answer.</param>
    public FakeNode Says(string method, string body)
    {
        _answers[method] = _ => body;
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var message = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!.AsObject();
        var method = message["method"]!.GetValue<string>();
        Methods.Add(method);
        Requests.Add(message);

        var answer = _answers[method](message["params"]!.AsArray());
        var body = answer.StartsWith('"') ? $$"""{"jsonrpc":"2.0","id":{{message["id"]}},{{answer}}}""" : answer;
        return new(Status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
    }
}
