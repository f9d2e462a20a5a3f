using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.Web3;
using Platone.Contracts.Connecting;
using Platone.Cryptography;

namespace Platone.Contracts.Tests;

public sealed class NodeFailoverTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Plug _plug = new();
    private Anvil _anvil = null!;
    private Hash256 _genesis;

    public async ValueTask InitializeAsync()
    {
        _anvil = await Anvil.StartAsync();
        await _anvil.MineAsync(1);
        var first = await _anvil.Web3.Eth.Blocks.GetBlockWithTransactionsHashesByNumber.SendRequestAsync(new BlockParameter(1));
        _genesis = Hash256.Parse(first.ParentHash);
    }

    public async ValueTask DisposeAsync()
    {
        _plug.Dispose();
        if (_anvil is not null) await _anvil.DisposeAsync();
    }

    /// <summary>The same node by two names: what is cut off is a name.</summary>
    private Uri First => _anvil.Url;

    private Uri Second => new($"http://localhost:{_anvil.Url.Port}");

    [Fact]
    public async Task Where_the_first_node_does_not_answer_the_next_one_does_and_the_first_is_preferred_again_later()
    {
        var web3 = Connect([First, Second]);
        await web3.Eth.Blocks.GetBlockNumber.SendRequestAsync();
        Assert.Equal(First.Host, _plug.LastHost);

        _plug.CutHost = First.Host;
        await web3.Eth.Blocks.GetBlockNumber.SendRequestAsync();
        Assert.Equal(Second.Host, _plug.LastHost);

        _plug.CutHost = null;
        await web3.Eth.Blocks.GetBlockNumber.SendRequestAsync();
        Assert.Equal(Second.Host, _plug.LastHost);

        _clock.Advance(TimeSpan.FromMinutes(1));
        await web3.Eth.Blocks.GetBlockNumber.SendRequestAsync();
        Assert.Equal(First.Host, _plug.LastHost);
    }

    [Theory]
    [InlineData("--chain-id", "31338")]
    [InlineData("--timestamp", "1700000000")]
    public async Task A_node_of_another_chain_is_never_used(string option, string value)
    {
        await using var other = await Anvil.StartAsync(option, value);
        await other.MineAsync(1);
        var web3 = Connect([First, other.Url]);
        await web3.Eth.ChainId.SendRequestAsync();

        _plug.CutPort = First.Port;
        var error = await Assert.ThrowsAsync<RpcClientUnknownException>(() => web3.Eth.Blocks.GetBlockNumber.SendRequestAsync());

        Assert.Contains(
            option == "--chain-id" ? "chain id 0x7a6a, expected 31337" : $"expected {_genesis}", error.InnerException!.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<RpcClientUnknownException>(() => web3.Eth.Transactions.SendRawTransaction.SendRequestAsync("0x02"));
        Assert.DoesNotContain("eth_sendRawTransaction", _plug.Asked);
    }

    [Fact]
    public async Task A_node_that_was_away_is_held_against_the_chain_again_before_it_is_used()
    {
        var web3 = Connect([First, Second]);
        await web3.Eth.ChainId.SendRequestAsync();
        _plug.CutHost = First.Host;
        await web3.Eth.ChainId.SendRequestAsync();
        _plug.CutHost = null;
        _clock.Advance(TimeSpan.FromMinutes(1));
        _plug.Asked.Clear();

        await web3.Eth.Blocks.GetBlockNumber.SendRequestAsync();

        Assert.Equal(["eth_chainId", "eth_getBlockByNumber", "eth_blockNumber"], _plug.Asked);
    }

    [Fact]
    public async Task An_error_of_the_node_is_an_answer()
    {
        var web3 = Connect([First, Second]);

        await Assert.ThrowsAsync<RpcResponseException>(() => web3.Eth.Transactions.SendRawTransaction.SendRequestAsync("0x02"));

        Assert.Equal(First.Host, _plug.LastHost);
    }

    private Web3 Connect(IReadOnlyList<Uri> nodes) => new(new RpcClient(
        nodes[0], new HttpClient(new NodeFailover(nodes, 31337, _genesis, _plug, _clock, NullLogger.Instance), disposeHandler: false)));

    /// <summary>The network: a host or a port can be cut off, and what was asked of others is kept.</summary>
    private sealed class Plug() : DelegatingHandler(new SocketsHttpHandler())
    {
        public string? CutHost { get; set; }

        public int CutPort { get; set; }

        public string? LastHost { get; private set; }

        public List<string> Asked { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri!.Host == CutHost || request.RequestUri.Port == CutPort) throw new HttpRequestException("connection refused");

            LastHost = request.RequestUri.Host;
            using var body = System.Text.Json.JsonDocument.Parse(await request.Content!.ReadAsStringAsync(cancellationToken));
            Asked.Add(body.RootElement.GetProperty("method").GetString()!);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
