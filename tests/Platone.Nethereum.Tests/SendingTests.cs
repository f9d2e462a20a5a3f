using System.Numerics;
using Nethereum.ABI.FunctionEncoding;
using Nethereum.Contracts;
using Nethereum.Hex.HexTypes;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.RPC.NonceServices;
using Nethereum.RPC.TransactionReceipts;
using Nethereum.Signer;
using Nethereum.Web3;
using Nethereum.Web3.Accounts;
using Platone.Cryptography;
using Platone.StandIn.Tests.Bindings.DataCertification;
using Platone.StandIn.Tests.Bindings.DataCertification.ContractDefinition;

namespace Platone.StandIn.Tests;

public class SendingTests
{
    const string Key = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
    const string Sender = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
    const string Contract = "0x00000000000000000000000000000000000000AA";
    const string Hash = "0x1111111111111111111111111111111111111111111111111111111111111111";

    [Fact]
    public async Task What_is_open_is_asked_of_the_node_in_the_known_order()
    {
        var node = Node();

        var hash = await Service(node).SetAuthorityRequestAsync(Contract);

        Assert.Equal(Hash, hash);
        Assert.Equal(["eth_estimateGas", "eth_getTransactionCount", "eth_feeHistory", "eth_sendRawTransaction"], node.Methods);
        Assert.Equal($"[\"{Sender}\",\"pending\"]", node.Requests[1]["params"]!.ToJsonString());

        var sent = Sent(node);
        Assert.Equal(Sender, sent.Sender.ToChecksumString());
        Assert.Equal((31337UL, 7UL, 50_000UL), (sent.Transaction.ChainId, sent.Transaction.Nonce, sent.Transaction.GasLimit));
        Assert.Equal(Contract, sent.Transaction.To!.Value.ToString(), ignoreCase: true);

        // Twice the next block's base fee and the middle tip of the last blocks.
        Assert.Equal((BigInteger)30, sent.Transaction.MaxPriorityFeePerGas);
        Assert.Equal((BigInteger)(2 * 1000 + 30), sent.Transaction.MaxFeePerGas);
    }

    [Fact]
    public async Task With_gas_and_fees_preset_only_the_nonce_is_asked()
    {
        var node = Node();

        var message = new SetAuthorityFunction { NewAuthority = Contract, Gas = 90_000, MaxFeePerGas = 0, MaxPriorityFeePerGas = 0 };
        await Service(node).SetAuthorityRequestAsync(message);

        Assert.Equal(["eth_getTransactionCount", "eth_sendRawTransaction"], node.Methods);
        Assert.Equal((90_000UL, BigInteger.Zero), (Sent(node).Transaction.GasLimit, Sent(node).Transaction.MaxFeePerGas));
    }

    [Fact]
    public async Task Without_a_chain_id_the_node_is_asked_once()
    {
        var node = Node().Answers("eth_chainId", "\"0x539\"");
        var service = new DataCertificationService(new Web3(new Account(Key), node.Client), Contract);

        await service.SetAuthorityRequestAsync(Contract);
        await service.SetAuthorityRequestAsync(Contract);

        Assert.Equal(1, node.Methods.Count(method => method == "eth_chainId"));
        Assert.Equal(1337UL, Sent(node).Transaction.ChainId);
    }

    [Fact]
    public async Task Waiting_polls_until_there_is_a_receipt()
    {
        var node = Node().Answers("eth_getTransactionReceipt", $$"""{"transactionHash":"{{Hash}}","status":"0x0","blockNumber":"0x2"}""");

        var receipt = await Service(node).SetAuthorityRequestAndWaitForReceiptAsync(Contract);

        Assert.True(receipt.HasErrors());
        Assert.True(receipt.Failed());
        Assert.False(receipt.Succeeded());
    }

    [Fact]
    public async Task Waiting_ends_with_its_token()
    {
        using var source = new CancellationTokenSource();
        var service = Service(Node().Answers("eth_getTransactionReceipt", "null"));
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => service.SetAuthorityRequestAndWaitForReceiptAsync(Contract, source));
    }

    [Fact]
    public async Task A_deployment_that_leaves_no_code_is_an_error()
    {
        var node = Node()
            .Answers("eth_getTransactionReceipt", $$"""{"transactionHash":"{{Hash}}","status":"0x1","contractAddress":"{{Contract}}"}""")
            .Answers("eth_getCode", "\"0x\"");
        var web3 = new Web3(new Account(Key, 31337), node.Client);

        var error = await Assert.ThrowsAnyAsync<Exception>(() => DataCertificationService.DeployContractAndWaitForReceiptAsync(
            web3, new DataCertificationDeployment { InitialAuthority = Contract, PredecessorDeployment = Contract }));

        Assert.Contains($"no code at {Contract}", error.Message, StringComparison.Ordinal);
        Assert.Null(Sent(node).Transaction.To);
        Assert.Equal("eth_getCode", node.Methods[^1]);
    }

    [Fact]
    public async Task Nonces_count_on_where_the_node_lags_and_jump_where_it_is_ahead()
    {
        var node = new FakeNode().Answers("eth_getTransactionCount", "\"0x5\"");
        var service = new InMemoryNonceService(Sender, node.Client);

        Assert.Equal(5, await NextAsync(service));
        Assert.Equal(6, await NextAsync(service));
        node.Answers("eth_getTransactionCount", "\"0x14\"");
        Assert.Equal(20, await NextAsync(service));
        node.Answers("eth_getTransactionCount", "\"0x5\"");
        Assert.Equal(21, await NextAsync(service));
        await service.ResetNonceAsync();
        Assert.Equal(5, await NextAsync(service));
    }

    [Fact]
    public async Task Concurrent_callers_get_different_nonces()
    {
        var service = new InMemoryNonceService(Sender, new FakeNode().Answers("eth_getTransactionCount", "\"0x0\"").Client);

        var nonces = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => NextAsync(service))));

        Assert.Equal(Enumerable.Range(0, 50), nonces.Order());
    }

    [Fact]
    public async Task A_nonce_whose_query_failed_is_not_used_up()
    {
        var node = new FakeNode().Fails("eth_getTransactionCount", """{"code":1,"message":"busy"}""");
        var service = new InMemoryNonceService(Sender, node.Client);

        await Assert.ThrowsAsync<RpcResponseException>(() => NextAsync(service));
        node.Answers("eth_getTransactionCount", "\"0x3\"");
        Assert.Equal(3, await NextAsync(service));
    }

    [Fact]
    public async Task Every_nonce_costs_one_question()
    {
        var node = Node();
        var service = Service(node);

        for (var i = 0; i < 3; i++) await service.SetAuthorityRequestAsync(Contract);

        Assert.Equal(3, node.Methods.Count(method => method == "eth_getTransactionCount"));
        Assert.Equal(9UL, Sent(node).Transaction.Nonce);
    }

    [Fact]
    public async Task A_send_that_failed_does_not_give_its_nonce_back()
    {
        var node = Node().Fails("eth_sendRawTransaction", """{"code":-32000,"message":"txpool is full"}""");
        var service = Service(node);

        await Assert.ThrowsAsync<RpcResponseException>(() => service.SetAuthorityRequestAsync(Contract));
        await Service(node.Answers("eth_sendRawTransaction", $"\"{Hash}\"")).SetAuthorityRequestAsync(Contract);
        Assert.Equal(7UL, Sent(node).Transaction.Nonce);
        await service.SetAuthorityRequestAsync(Contract);
        Assert.Equal(8UL, Sent(node).Transaction.Nonce);
    }

    [Fact]
    public async Task A_send_whose_estimate_reverts_takes_no_nonce()
    {
        var node = Node().Fails("eth_estimateGas", """{"code":3,"message":"execution reverted","data":"0x12345678"}""");

        await Assert.ThrowsAsync<SmartContractCustomErrorRevertException>(() => Service(node).SetAuthorityRequestAsync(Contract));

        Assert.Equal(["eth_estimateGas"], node.Methods);
    }

    [Fact]
    public async Task A_signature_has_no_prefix_and_sending_adds_it()
    {
        var node = Node();
        var web3 = new Web3(new Account(Key, 31337), node.Client);

        var raw = await web3.TransactionManager.SignTransactionAsync(CompleteInput());
        await web3.Eth.Transactions.SendRawTransaction.SendRequestAsync(raw);

        Assert.StartsWith("02", raw, StringComparison.Ordinal);
        Assert.Equal($"[\"0x{raw}\"]", node.Requests[^1]["params"]!.ToJsonString());
        Assert.Equal(["eth_sendRawTransaction"], node.Methods);
    }

    [Fact]
    public async Task The_first_look_for_a_receipt_is_at_once_and_its_addresses_are_the_nodes()
    {
        var node = Node().Answers(
            "eth_getTransactionReceipt", $$"""{"transactionHash":"{{Hash}}","status":"0x1","from":"{{Sender.ToLowerInvariant()}}","contractAddress":null}""");
        var web3 = new Web3(new Account(Key, 31337), node.Client);
        web3.TransactionReceiptPolling.SetPollingRetryIntervalInMilliseconds(int.MaxValue);

        var receipt = await new DataCertificationService(web3, Contract).SetAuthorityRequestAndWaitForReceiptAsync(Contract);

        Assert.Equal(Sender.ToLowerInvariant(), receipt.From);
        Assert.Equal(1, node.Methods.Count(method => method == "eth_getTransactionReceipt"));
    }

    [Fact]
    public void An_offline_signature_is_the_raw_transaction_without_a_prefix()
    {
        var raw = new AccountOfflineTransactionSigner().SignTransaction(new Account(Key, 31337), CompleteInput(), 5);

        Assert.StartsWith("02", raw, StringComparison.Ordinal);
        var decoded = Eip1559Transaction.Decode(Hex.Decode(raw));
        Assert.Equal(Sender, decoded.Sender.ToChecksumString());
        Assert.Equal((5UL, 3UL, (BigInteger)9), (decoded.Transaction.ChainId, decoded.Transaction.Nonce, decoded.Transaction.Value));
        Assert.Equal([0xab], decoded.Transaction.Data.ToArray());
    }

    [Fact]
    public void An_offline_signature_needs_every_field()
    {
        var account = new Account(Key, 31337);
        var signer = new AccountOfflineTransactionSigner();
        void Refuses(string reason, Action<TransactionInput> spoil)
        {
            var input = CompleteInput();
            spoil(input);
            Assert.Contains(reason, Assert.Throws<ArgumentException>(() => signer.SignTransaction(account, input)).Message, StringComparison.Ordinal);
        }

        Refuses("no nonce", input => input.Nonce = null);
        Refuses("no gas", input => input.Gas = null);
        Refuses("no maxFeePerGas", input => input.MaxFeePerGas = null);
        Refuses("no maxPriorityFeePerGas", input => input.MaxPriorityFeePerGas = null);
        Refuses("found type 0", input => input.Type = new HexBigInteger(0));
        Refuses($"from {Contract}", input => input.From = Contract);
        Refuses("does not fit 64 bits", input => input.Nonce = new HexBigInteger(BigInteger.One << 64));
        Assert.Contains("no chainId", Assert.Throws<ArgumentException>(() =>
            signer.SignTransaction(new Account(Key), CompleteInput())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Accounts_and_keys_show_checksummed_addresses()
    {
        Assert.Equal(Sender, new Account(Key).Address);
        Assert.Equal(Sender, new EthECKey(Key[2..]).GetPublicAddress());
        Assert.Equal(Key, new EthECKey(Key).GetPrivateKey());
        Assert.NotEqual(EthECKey.GenerateKey().GetPublicAddress(), EthECKey.GenerateKey().GetPublicAddress());
        Assert.Throws<ArgumentException>(() => new EthECKey("0x12"));
    }

    [Fact]
    public async Task Without_an_account_the_node_signs()
    {
        var node = new FakeNode().Answers("eth_sendTransaction", $"\"{Hash}\"").Answers("eth_getTransactionReceipt", $$"""{"transactionHash":"{{Hash}}"}""");
        var web3 = new Web3(node.Client);

        Assert.Equal(Hash, await new DataCertificationService(web3, Contract).SetAuthorityRequestAsync(Contract));
        await Assert.ThrowsAsync<InvalidOperationException>(() => web3.TransactionManager.SignTransactionAsync(CompleteInput()));
    }

    [Fact]
    public async Task The_polling_interval_is_the_services()
    {
        var web3 = new Web3(new Account(Key, 31337), Node().Answers("eth_getTransactionReceipt", $$"""{"transactionHash":"{{Hash}}"}""").Client);
        Assert.Equal(100, web3.TransactionReceiptPolling.GetPollingRetryIntervalInMilliseconds());

        web3.TransactionReceiptPolling = new TransactionReceiptPollingService(web3.TransactionManager, 5);

        Assert.Equal(5, web3.TransactionManager.TransactionReceiptService.GetPollingRetryIntervalInMilliseconds());
        Assert.NotNull(await web3.TransactionReceiptPolling.PollForReceiptAsync(Hash));
    }

    static FakeNode Node() => new FakeNode()
        .Answers("eth_estimateGas", "\"0xc350\"")
        .Answers("eth_getTransactionCount", "\"0x7\"")
        .Answers("eth_feeHistory", """{"oldestBlock":"0x1","baseFeePerGas":["0x384","0x3a2","0x3b6","0x3e8"],"reward":[["0xa"],["0x1e"],["0x64"]]}""")
        .Answers("eth_sendRawTransaction", $"\"{Hash}\"");

    static DataCertificationService Service(FakeNode node) => new(new Web3(new Account(Key, 31337), node.Client), Contract);

    static SignedTransaction Sent(FakeNode node) => Eip1559Transaction.Decode(
        Hex.Decode(node.Requests.Last(request => request["method"]!.GetValue<string>() == "eth_sendRawTransaction")["params"]![0]!.GetValue<string>()));

    static TransactionInput CompleteInput() => new()
    {
        To = Contract, Data = "0xab", Value = new(9), Gas = new(21_000), Nonce = new(3), MaxFeePerGas = new(2), MaxPriorityFeePerGas = new(1),
    };

    static async Task<int> NextAsync(InMemoryNonceService service) => (int)(await service.GetNextNonceAsync()).Value;
}
