using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;
using Platone.Certification;
using Platone.Contracts.Certification;
using Platone.Contracts.Deployment;
using Platone.Contracts.Sending;
using Platone.Cryptography;

namespace Platone.Contracts.Tests;

public sealed class TransactionSenderTests : IAsyncLifetime
{
    private readonly MemoryOutbox _outbox = new();
    private Anvil _anvil = null!;

    public static TheoryData<WireState> Faults => [WireState.Cut, WireState.Hangs, WireState.NodeIsBusy, WireState.NodeRefuses, WireState.LosesAnswers];

    public async ValueTask InitializeAsync() => _anvil = await Anvil.StartAsync();

    public ValueTask DisposeAsync() => _anvil?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Transactions_that_are_enqueued_at_once_get_a_nonce_each_and_are_mined_in_order()
    {
        await using var sender = new RunningSender(_anvil.Web3, _outbox);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => sender.EnqueueAsync()));

        await AssertSentOnceAsync(20);
        Assert.Equal(Enumerable.Range(0, 20).Select(nonce => (ulong)nonce), _outbox.Entries.Select(entry => entry.Nonce));
        var blocks = _outbox.Entries.Select(entry => _outbox.Settlements[entry.Hash].BlockNumber).ToArray();
        Assert.Equal(blocks.Order(), blocks);
    }

    [Fact]
    public async Task A_settlement_says_what_the_receipt_says()
    {
        await using var sender = new RunningSender(_anvil.Web3, _outbox);
        var entry = await sender.EnqueueAsync();
        await AssertSentOnceAsync(1);

        var receipt = await _anvil.Web3.Eth.Transactions.GetTransactionReceipt.SendRequestAsync(entry.Hash.ToString());

        Assert.Equal(
            new Settlement(entry.Hash, (ulong)receipt.BlockNumber.Value, Hash256.Parse(receipt.BlockHash), 21_000, Error: null),
            _outbox.Settlements[entry.Hash]);
    }

    [Fact]
    public async Task More_than_a_node_keeps_of_one_account_are_sent_one_after_the_other()
    {
        await using var sender = new RunningSender(_anvil.Web3, _outbox);

        for (var i = 0; i < 150; i++) await sender.EnqueueAsync();

        await AssertSentOnceAsync(150);
    }

    [Fact]
    public async Task A_failed_commit_leaves_no_gap()
    {
        await using var sender = new RunningSender(_anvil.Web3, _outbox);
        await sender.EnqueueAsync();

        await Assert.ThrowsAsync<IOException>(() => sender.EnqueueAsync(_ => throw new IOException("disk full")));
        var next = await sender.EnqueueAsync();

        Assert.Equal(1UL, next.Nonce);
        await AssertSentOnceAsync(2);
    }

    [Fact]
    public async Task A_commit_that_happened_and_was_not_heard_of_is_not_overwritten()
    {
        await using var sender = new RunningSender(_anvil.Web3, _outbox);

        await Assert.ThrowsAsync<IOException>(() => sender.EnqueueAsync(async entry =>
        {
            await _outbox.InsertAsync(entry);
            throw new IOException("power cut");
        }));
        var next = await sender.EnqueueAsync();

        Assert.Equal(1UL, next.Nonce);
        await AssertSentOnceAsync(2);
    }

    [Fact]
    public async Task A_restart_goes_on_where_the_outbox_stands_not_where_the_chain_does()
    {
        await _anvil.CallAsync<object>("evm_setAutomine", false);
        await using (var before = new RunningSender(_anvil.Web3, _outbox))
        {
            for (var i = 0; i < 3; i++) await before.EnqueueAsync();
        }

        await using var after = new RunningSender(_anvil.Web3, _outbox);
        Assert.Equal(3UL, (await after.EnqueueAsync()).Nonce);

        await _anvil.CallAsync<object>("evm_setAutomine", true);
        await _anvil.MineAsync(1);
        await AssertSentOnceAsync(4);
    }

    [Fact]
    public async Task A_fresh_outbox_goes_on_where_the_chain_stands()
    {
        await using (var before = new RunningSender(_anvil.Web3, _outbox))
        {
            await before.EnqueueAsync();
            await AssertSentOnceAsync(1);
        }

        var fresh = new MemoryOutbox();
        await using var after = new RunningSender(_anvil.Web3, fresh);

        Assert.Equal(1UL, (await after.EnqueueAsync()).Nonce);
        await Eventually.TrueAsync(() => fresh.AllSettled, "the transaction of the fresh outbox");
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task While_the_node_is_out_of_reach_transactions_wait_and_are_then_sent_once(WireState fault)
    {
        using var wire = new Wire(_anvil.Url);
        await using var sender = new RunningSender(wire.Web3, _outbox);
        await sender.EnqueueAsync();
        await AssertSentOnceAsync(1);

        wire.State = fault;
        for (var i = 0; i < 3; i++) await sender.EnqueueAsync();
        await Eventually.TrueAsync(() => wire.Failures >= 2, "attempts that fail");
        Assert.False(sender.Running.IsCompleted);

        wire.State = WireState.Works;
        await AssertSentOnceAsync(4);
    }

    [Fact]
    public async Task A_node_that_was_restarted_gets_what_it_lacks_once()
    {
        await using var sender = new RunningSender(_anvil.Web3, _outbox);
        for (var i = 0; i < 2; i++) await sender.EnqueueAsync();
        await AssertSentOnceAsync(2);

        await _anvil.StopAsync();
        for (var i = 0; i < 2; i++) await sender.EnqueueAsync();
        await _anvil.StartAgainAsync();

        await AssertSentOnceAsync(4);
    }

    [Fact]
    public async Task What_a_node_forgot_before_it_mined_it_is_sent_again()
    {
        using var wire = new Wire(_anvil.Url);
        await using var sender = new RunningSender(wire.Web3, _outbox);
        await _anvil.CallAsync<object>("evm_setAutomine", false);
        for (var i = 0; i < 3; i++) await sender.EnqueueAsync();
        await Eventually.TrueAsync(() => wire.Sent >= 3, "the first sending");

        await _anvil.CallAsync<object>("anvil_dropAllTransactions");
        await _anvil.CallAsync<object>("evm_setAutomine", true);

        await AssertSentOnceAsync(3);
        Assert.True(wire.Sent >= 6, $"Sent {wire.Sent} times.");
    }

    [Fact]
    public async Task What_the_node_has_already_is_only_waited_for()
    {
        await _anvil.CallAsync<object>("evm_setAutomine", false);
        using var wire = new Wire(_anvil.Url);
        await using (var before = new RunningSender(wire.Web3, _outbox))
        {
            await before.EnqueueAsync();
            await Eventually.TrueAsync(() => wire.Sent >= 1, "the first sending");
        }

        await using var after = new RunningSender(wire.Web3, _outbox);
        await Eventually.TrueAsync(() => wire.Sent >= 2, "the sending after the restart");
        await _anvil.MineAsync(1);

        await AssertSentOnceAsync(1);
    }

    [Fact]
    public async Task A_transaction_that_the_contract_reverts_ends_the_sender_and_stands_in_the_outbox()
    {
        var folder = Directory.CreateTempSubdirectory("platone-deployments-").FullName;
        var admin = PrivateKey.Parse("0x0000000000000000000000000000000000000000000000000000000000000ad1");
        var contracts = await ContractDeployer.FindOrDeployAsync(_anvil.Url, folder, admin, admin.Address, CancellationToken.None);
        Directory.Delete(folder, recursive: true);
        var mayNot = new BatchRecord(Hash256.Zero, RunningSender.Key.Address, 1, Hash256.Zero, 1, Hash256.Zero, 1, 2, 3, BatchFlags.None);

        await using var sender = new RunningSender(_anvil.Web3, _outbox);
        var entry = await sender.EnqueueAsync(contracts.DataCertification, CertifyCall.Encode(mayNot));

        var error = await Assert.ThrowsAsync<TransactionRefusedException>(() => sender.Running.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal(entry.Hash, error.Transaction);
        Assert.StartsWith("test: the contract reverted in block ", _outbox.Settlements[entry.Hash].Error, StringComparison.Ordinal);
        Assert.Contains(_outbox.Settlements[entry.Hash].Error!, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_first_answer_of_the_node_nothing_is_enqueued()
    {
        using var wire = new Wire(_anvil.Url) { State = WireState.Cut };
        await using var sender = new RunningSender(wire.Web3, _outbox);

        await Assert.ThrowsAsync<RpcClientUnknownException>(() => sender.EnqueueAsync());
        Assert.Empty(_outbox.Entries);

        wire.State = WireState.Works;
        Assert.Equal(0UL, (await sender.EnqueueAsync()).Nonce);
        await AssertSentOnceAsync(1);
    }

    /// <summary>All are settled without an error, and the account has sent just as many.</summary>
    private async Task AssertSentOnceAsync(int count)
    {
        await Eventually.TrueAsync(() => _outbox.Entries.Count == count && _outbox.AllSettled, $"{count} settled transactions");
        Assert.All(_outbox.Settlements.Values, settlement => Assert.Null(settlement.Error));
        var sent = await _anvil.Web3.Eth.Transactions.GetTransactionCount.SendRequestAsync(RunningSender.Key.Address.ToString(), BlockParameter.CreateLatest());
        Assert.Equal(count, (int)sent.Value);
    }
}
