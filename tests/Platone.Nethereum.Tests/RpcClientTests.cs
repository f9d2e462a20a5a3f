using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.Web3;

namespace Platone.StandIn.Tests;

public class RpcClientTests
{
    [Fact]
    public async Task A_request_is_JSON_RPC_with_its_own_id()
    {
        var node = new FakeNode().Answers("eth_getBalance", "\"0x1f\"");
        var web3 = new Web3(node.Client);

        Assert.Equal(31, (await web3.Eth.GetBalance.SendRequestAsync("0xabc")).Value);
        await web3.Eth.GetBalance.SendRequestAsync("0xabc", new BlockParameter(255));

        Assert.Equal("""{"jsonrpc":"2.0","id":1,"method":"eth_getBalance","params":["0xabc","latest"]}""", node.Requests[0].ToJsonString());
        Assert.Equal("""["0xabc","0xff"]""", node.Requests[1]["params"]!.ToJsonString());
    }

    [Fact]
    public async Task A_filter_names_blocks_addresses_and_topics()
    {
        var node = new FakeNode().Answers(
            "eth_getLogs",
            """[{"address":"0xaa","topics":["0x01","0x02"],"data":"0x","blockNumber":"0x5","logIndex":"0x0","removed":false}]""");
        var filter = new NewFilterInput
        {
            FromBlock = new(1), ToBlock = BlockParameter.CreateLatest(), Address = ["0xaa"], Topics = ["0x01", null, new object[] { "0x02", "0x03" }],
        };

        var log = Assert.Single(await new Web3(node.Client).Eth.Filters.GetLogs.SendRequestAsync(filter));

        Assert.Equal(
            """[{"fromBlock":"0x1","toBlock":"latest","address":["0xaa"],"topics":["0x01",null,["0x02","0x03"]]}]""",
            node.Requests[0]["params"]!.ToJsonString());
        Assert.Equal(5, log.BlockNumber.Value);
        Assert.Equal("0x02", Assert.IsType<string>(log.Topics[1]));
    }

    [Fact]
    public async Task Null_is_an_answer()
    {
        var web3 = new Web3(new FakeNode().Answers("eth_getTransactionReceipt", "null").Client);

        Assert.Null(await web3.Eth.Transactions.GetTransactionReceipt.SendRequestAsync("0x01"));
    }

    [Fact]
    public async Task A_nodes_error_arrives_with_code_message_and_data()
    {
        var node = new FakeNode().Fails("eth_chainId", """{"code":-32000,"message":"nonce too low","data":{"next":7}}""");

        var error = (await Assert.ThrowsAsync<RpcResponseException>(() => new Web3(node.Client).Eth.ChainId.SendRequestAsync())).RpcError;

        Assert.Equal(-32000, error.Code);
        Assert.Equal("nonce too low", error.Message);
        Assert.Equal(7, Assert.IsType<JsonElement>(error.Data).GetProperty("next").GetInt32());
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":"no number"}""")]
    public async Task An_answer_that_is_none_is_an_unknown_error_with_its_cause_inside(string body)
    {
        var node = new FakeNode().Says("eth_chainId", body);

        var error = await Assert.ThrowsAsync<RpcClientUnknownException>(() => new Web3(node.Client).Eth.ChainId.SendRequestAsync());

        Assert.IsType<JsonException>(error.InnerException);
    }

    [Fact]
    public async Task An_HTTP_error_is_an_unknown_error()
    {
        var node = new FakeNode { Status = HttpStatusCode.Unauthorized }.Answers("eth_chainId", "\"0x1\"");

        var error = await Assert.ThrowsAsync<RpcClientUnknownException>(() => new Web3(node.Client).Eth.ChainId.SendRequestAsync());

        Assert.Equal(HttpStatusCode.Unauthorized, Assert.IsType<HttpRequestException>(error.InnerException).StatusCode);
    }

    [Fact]
    public async Task A_node_that_is_not_there_is_an_unknown_error()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var error = await Assert.ThrowsAsync<RpcClientUnknownException>(() => new Web3($"http://127.0.0.1:{port}").Eth.ChainId.SendRequestAsync());

        Assert.IsType<HttpRequestException>(error.InnerException);
    }

    [Fact]
    public async Task A_node_that_does_not_answer_is_a_time_out()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var http = new HttpClient { Timeout = TimeSpan.FromMilliseconds(50) };
        var client = new RpcClient(new Uri($"http://{listener.LocalEndpoint}"), http);

        await Assert.ThrowsAsync<RpcClientTimeoutException>(() => new Web3(client).Eth.ChainId.SendRequestAsync());
    }
}
