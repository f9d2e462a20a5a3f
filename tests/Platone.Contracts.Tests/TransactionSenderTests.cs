using System.Numerics;
using Nethereum.RPC.Eth.DTOs;
using Platone.Certification;
using Platone.Contracts.Access;
using Platone.Contracts.Certification;
using Platone.Contracts.Deployment;
using Platone.Contracts.Following;
using Platone.Contracts.Sending;
using Platone.Cryptography;

namespace Platone.Contracts.Tests;

public sealed class TransactionSenderTests : IAsyncLifetime
{
    private readonly StoredOutbox _outbox = new();
    private Anvil _anvil = null!;

    public static TheoryData<WireState> Faults => [WireState.Cut, WireState.Hangs, WireState.NodeIsBusy, WireState.NodeRefuses, WireState.LosesAnswers];

    public async ValueTask InitializeAsync() => _anvil = await Anvil.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_anvil is not null) await _anvil.DisposeAsync();
        _outbox.Dispose();
    }

    [Fact]
    public async Task Calls_get_a_number_each_and_are_mined_in_their_order()
    {
        await using var sender = new RunningSender(_anvil.Web3, _outbox);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _outbox.AddAsync(1)));

        await AssertMinedOnceAsync(20);
        Assert.Equal(Enumerable.Range(0, 20).Select(nonce => (ulong)nonce), _outbox.Attempts.Select(attempt => attempt.Nonce));
        var blocks = _outbox.Attempts.Select(attempt => attempt.Outcome.Block!.Value.Number).ToArray();
        Assert.Equal(blocks.Order(), blocks);
    }

    [Fact]
    public async Task An_outcome_says_what_the_receipt_says_and_becomes_final_with_the_blocks_above_it()
    {
        await using var sender = new RunningSender(_anvil.Web3, _outbox, new() { FinalityDepth = 3 });
        await _outbox.AddAsync(1);
        await AssertMinedOnceAsync(1);
        var attempt = Assert.Single(_outbox.Attempts);
        var receipt = await _anvil.Web3.Eth.Transactions.GetTransactionReceipt.SendRequestAsync(attempt.Hash.ToString());
        var block = new ChainPosition((ulong)receipt.BlockNumber.Value, Hash256.Parse(receipt.BlockHash));
        Assert.Equal(new Outcome(Fate.Mined, block, 21_000), attempt.Outcome);

        await _anvil.MineAsync(3);

        await Eventually.TrueAsync(() => _outbox.Attempts.Single().Outcome.Fate == Fate.Final, "finality");
        Assert.Equal(new Outcome(Fate.Final, block, 21_000), _outbox.Attempts.Single().Outcome);
        Assert.Empty(await _outbox.Store.OpenAsync(10, CancellationToken.None));
    }

    [Fact]
    public async Task More_than_a_node_keeps_of_one_account_are_sent_one_after_the_other()
    {
        await using var sender = new RunningSender(_anvil.Web3, _outbox, new() { InFlight = 16 });

        await _outbox.AddAsync(150);

        await AssertMinedOnceAsync(150);
    }

    [Fact]
    public async Task A_restart_goes_on_where_the_outbox_stands_not_where_the_chain_does()
    {
        await _anvil.CallAsync<object>("evm_setAutomine", false);
        await using (var before = new RunningSender(_anvil.Web3, _outbox))
        {
            await _outbox.AddAsync(3);
            await Eventually.TrueAsync(() => _outbox.Attempts.Count() == 3, "the first signatures");
        }

        await using var after = new RunningSender(_anvil.Web3, _outbox);
        await _outbox.AddAsync(1);
        await Eventually.TrueAsync(() => _outbox.Attempts.Count() == 4, "the signature after the restart");
        Assert.Equal([0UL, 1, 2, 3], _outbox.Attempts.Select(attempt => attempt.Nonce));

        await _anvil.CallAsync<object>("evm_setAutomine", true);
        await _anvil.MineAsync(1);
        await AssertMinedOnceAsync(4);
    }

    [Fact]
    public async Task A_fresh_outbox_goes_on_where_the_chain_stands()
    {
        await using (var before = new RunningSender(_anvil.Web3, _outbox))
        {
            await _outbox.AddAsync(1);
            await AssertMinedOnceAsync(1);
        }

        using var fresh = new StoredOutbox();
        await using var after = new RunningSender(_anvil.Web3, fresh);
        await fresh.AddAsync(1);

        await Eventually.TrueAsync(() => fresh.Attempts.Any(attempt => attempt.Succeeded), "the transaction of the fresh outbox");
        Assert.Equal(1UL, fresh.Attempts.Single().Nonce);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task While_the_node_is_out_of_reach_calls_wait_and_are_then_sent_once(WireState fault)
    {
        using var wire = new Wire(_anvil.Url);
        await using var sender = new RunningSender(wire.Web3, _outbox);
        await _outbox.AddAsync(1);
        await AssertMinedOnceAsync(1);

        wire.State = fault;
        await _outbox.AddAsync(3);
        await Eventually.TrueAsync(() => wire.Failures >= 2, "attempts that fail");
        Assert.False(sender.Running.IsCompleted);

        wire.State = WireState.Works;
        await AssertMinedOnceAsync(4);
    }

    [Fact]
    public async Task A_node_that_was_restarted_gets_what_it_lacks_once()
    {
        await using var sender = new RunningSender(_anvil.Web3, _outbox);
        await _outbox.AddAsync(2);
        await AssertMinedOnceAsync(2);

        await _anvil.StopAsync();
        await _outbox.AddAsync(2);
        await _anvil.StartAgainAsync();

        await AssertMinedOnceAsync(4);
    }

    [Fact]
    public async Task What_a_node_forgot_before_it_mined_it_is_sent_again()
    {
        using var wire = new Wire(_anvil.Url);
        await using var sender = new RunningSender(wire.Web3, _outbox);
        await _anvil.CallAsync<object>("evm_setAutomine", false);
        await _outbox.AddAsync(3);
        await Eventually.TrueAsync(() => wire.Sent >= 3, "the first sending");

        await _anvil.CallAsync<object>("anvil_dropAllTransactions");
        await _anvil.CallAsync<object>("evm_setAutomine", true);

        await AssertMinedOnceAsync(3);
        Assert.True(wire.Sent >= 6, $"Sent {wire.Sent} times.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task What_a_reorganisation_drops_is_sent_again_and_ends_up_on_the_chain_once(int depth)
    {
        await using var sender = new RunningSender(_anvil.Web3, _outbox, new() { FinalityDepth = 20 });
        for (var i = 0; i < 7; i++)
        {
            await _outbox.AddAsync(1);
            await AssertMinedOnceAsync(i + 1);
        }

        await _anvil.CallAsync<object>("anvil_reorg", depth, Array.Empty<object>());
        await _outbox.AddAsync(2);

        await AssertMinedOnceAsync(9);
        Assert.Equal(9, _outbox.Attempts.Count());
    }

    [Fact]
    public async Task A_call_that_the_contract_reverts_holds_those_behind_it_until_the_contract_takes_it()
    {
        var folder = Directory.CreateTempSubdirectory("platone-deployments-").FullName;
        var admin = PrivateKey.Parse("0x0000000000000000000000000000000000000000000000000000000000000ad1");
        var contracts = await ContractDeployer.FindOrDeployAsync(_anvil.Url, folder, admin, admin.Address, BondTimes.Default, CancellationToken.None);
        Directory.Delete(folder, recursive: true);
        var first = new BatchRecord(Hash256.Zero, RunningSender.Key.Address, 1, Keccak256.Hash([1]), 1, Keccak256.Hash([2]), 1, 2, 3, BatchFlags.None);
        await using var sender = new RunningSender(_anvil.Web3, _outbox);

        await _outbox.AddAsync(contracts.DataCertification, CertifyCall.Encode(first));
        await Eventually.TrueAsync(() => _outbox.Attempts.Any(attempt => attempt.Outcome.Fate == Fate.Refused), "the refusal");
        await _outbox.AddAsync(contracts.DataCertification, CertifyCall.Encode(first with { Previous = first.Hash(), Number = 2 }));
        await _anvil.MineAsync(5);
        Assert.StartsWith("the contract reverted it in block ", _outbox.Attempts.Single().Outcome.Reason, StringComparison.Ordinal);
        Assert.False(sender.Running.IsCompleted);

        var mayCertify = await ContractAdmin.ConnectAsync(_anvil.Url, admin, contracts);
        await mayCertify.LetCertifyAsync(contracts.DataCertification, RunningSender.Key.Address, CancellationToken.None);

        await Eventually.TrueAsync(() => _outbox.Calls.Count(call => call.Live?.Succeeded == true) == 2, "both calls on the chain");
        var registry = new BatchRegistry(_anvil.Url, contracts.DataCertification);
        Assert.Equal(first.Hash(), await registry.RecordOfAsync(RunningSender.Key.Address, 1));
        Assert.Equal(
            [Fate.Refused, Fate.Mined], _outbox.Calls[0].Attempts.Select(attempt => attempt.Outcome.Fate is Fate.Final ? Fate.Mined : attempt.Outcome.Fate));
    }

    [Fact]
    public async Task What_a_party_signed_passes_by_a_certification_that_is_held()
    {
        var contracts = await DeployAsync();
        var party = PrivateKey.Parse("0x000000000000000000000000000000000000000000000000000000000000a11c");
        BatchRecord Batch(ulong number) =>
            new(Keccak256.Hash([1]), RunningSender.Key.Address, number, Keccak256.Hash([1]), 1, Keccak256.Hash([2]), 1, 2, 3, BatchFlags.None);
        await using var sender = new RunningSender(_anvil.Web3, _outbox, new() { Forgiving = [contracts.SubscriptionRegistry] });

        // The batch before it is not on the chain, and never will be.
        await _outbox.AddAsync(contracts.DataCertification, CertifyCall.Encode(Batch(2)));
        await Eventually.TrueAsync(() => _outbox.Attempts.Any(attempt => attempt.Outcome.Fate == Fate.Refused), "the refusal");
        await _outbox.AddAsync(contracts.DataCertification, CertifyCall.Encode(Batch(3)));
        var act = new RevokeAllAct(party.Address, null);
        await _outbox.AddAsync(
            contracts.SubscriptionRegistry, act.Encode(act.Sign(party, contracts.ChainId, contracts.SubscriptionRegistry, deadline: 4_000_000_000)));

        await Eventually.TrueAsync(() => _outbox.Calls.Any(call => call.Live?.Succeeded == true), "the revocation on the chain");
        var passed = Assert.Single(_outbox.Calls, call => call.Live?.Succeeded == true);
        Assert.Equal(contracts.SubscriptionRegistry, passed.Call.To);
        Assert.Single(_outbox.Calls, call => call.Attempts.Count == 0);
    }

    [Fact]
    public async Task A_call_that_a_forgiving_contract_reverts_is_over_and_holds_nothing()
    {
        var contracts = await DeployAsync();
        var batch = new BatchRecord(Hash256.Zero, RunningSender.Key.Address, 1, Keccak256.Hash([1]), 1, Keccak256.Hash([2]), 1, 2, 3, BatchFlags.None);
        await using var sender = new RunningSender(_anvil.Web3, _outbox, new() { Forgiving = [contracts.CertificationBond] });

        // Nobody presented it, as if somebody else had answered first.
        await _outbox.AddAsync(contracts.CertificationBond, BondCalls.EncodeAnswer(Keccak256.Hash([3]), new(batch, 0, [])));
        await Eventually.TrueAsync(() => _outbox.Attempts.Any(attempt => attempt.Outcome.Fate == Fate.Refused), "the refusal");
        await _outbox.AddAsync(contracts.DataCertification, CertifyCall.Encode(batch));

        await Eventually.TrueAsync(() => _outbox.Calls.Count(call => call.Live?.Succeeded == true) == 1, "the call behind it on the chain");
        Assert.Empty(_outbox.Store.OpenTo(RunningSender.Key.Address, contracts.CertificationBond));
        Assert.Equal(batch.Hash(), await new BatchRegistry(_anvil.Url, contracts.DataCertification).RecordOfAsync(RunningSender.Key.Address, 1));
    }

    /// <summary>The contracts, with the sender's account as the certifier.</summary>
    private async Task<ContractLine> DeployAsync()
    {
        var folder = Directory.CreateTempSubdirectory("platone-deployments-").FullName;
        var admin = PrivateKey.Parse("0x0000000000000000000000000000000000000000000000000000000000000ad1");
        var contracts = await ContractDeployer.FindOrDeployAsync(
            _anvil.Url, folder, admin, RunningSender.Key.Address, BondTimes.Default, CancellationToken.None);
        Directory.Delete(folder, recursive: true);
        return contracts;
    }

    [Fact]
    public async Task A_stuck_transaction_is_replaced_by_one_that_offers_more()
    {
        await _anvil.CallAsync<object>("anvil_setBalance", RunningSender.Key.Address.ToString(), "0xde0b6b3a7640000");
        await _anvil.CallAsync<object>("anvil_setNextBlockBaseFeePerGas", "0x3e8");
        await _anvil.MineAsync(1);
        await _anvil.CallAsync<object>("evm_setAutomine", false);
        await using var sender = new RunningSender(_anvil.Web3, _outbox);
        await _outbox.AddAsync(2);
        await Eventually.TrueAsync(() => _outbox.Attempts.Count() == 2, "the signatures");
        var offered = _outbox.Attempts.First().MaxFeePerGas;

        // Ten times as much is asked from the next block on: nothing that was sent can be mined.
        await _anvil.CallAsync<object>("anvil_setNextBlockBaseFeePerGas", "0x2710");
        await _anvil.MineAsync(1);
        await Eventually.TrueAsync(() => _outbox.Calls[0].Attempts.Count == 2, "the replacement");
        await MineUntilAsync(() => _outbox.Calls.All(call => call.Live?.Succeeded == true));

        var (stuck, replacement) = (_outbox.Calls[0].Attempts[0], _outbox.Calls[0].Attempts[1]);
        Assert.Equal((stuck.Nonce, Fate.Replaced), (replacement.Nonce, stuck.Outcome.Fate));
        Assert.Equal($"by {replacement.Hash}", stuck.Outcome.Reason);
        Assert.True(replacement.MaxFeePerGas > offered);
        Assert.Equal(2, await CountOnChainAsync());
    }

    [Fact]
    public async Task A_call_whose_number_somebody_else_used_gets_another()
    {
        await _anvil.CallAsync<object>("evm_setAutomine", false);
        await using var sender = new RunningSender(_anvil.Web3, _outbox);
        await _outbox.AddAsync(1);
        await SentAsync(1);

        // Somebody else has the key too; the node knows only theirs.
        await _anvil.CallAsync<object>("anvil_dropAllTransactions");
        var foreign = new Eip1559Transaction(
            31337, 0, BigInteger.Zero, BigInteger.Zero, 50_000, StoredOutbox.Receiver, BigInteger.Zero, new byte[] { 7 }).Sign(RunningSender.Key);
        await _anvil.Web3.Eth.Transactions.SendRawTransaction.SendRequestAsync(Hex.Encode(foreign.Raw.Span));
        await MineUntilAsync(() => _outbox.Calls.All(call => call.Live?.Succeeded == true));

        Assert.Equal([(0UL, true), (1UL, false)], _outbox.Attempts.Select(attempt => (attempt.Nonce, attempt.Outcome.Fate == Fate.Refused)));
        Assert.Equal($"number 0 was used by another transaction of {RunningSender.Key.Address}", _outbox.Attempts.First().Outcome.Reason);
        Assert.Equal(2, await CountOnChainAsync());
    }

    [Fact]
    public async Task A_number_that_nobody_has_any_more_is_filled()
    {
        // Numbers 0 and 1 were somebody else's, and a reorganisation took them away.
        var signed = new Eip1559Transaction(
            31337, 2, BigInteger.Zero, BigInteger.Zero, 50_000, StoredOutbox.Receiver, BigInteger.Zero, Array.Empty<byte>()).Sign(RunningSender.Key);
        await _outbox.Store.AddAsync(
            StoredOutbox.Call(StoredOutbox.Receiver, []), new Attempt(signed.Hash, 2, signed.Raw.ToArray(), BigInteger.Zero, BigInteger.Zero),
            CancellationToken.None);
        await using var sender = new RunningSender(_anvil.Web3, _outbox);

        await MineUntilAsync(() => _outbox.Calls.Count == 3 && _outbox.Calls.All(call => call.Live?.Succeeded == true));

        Assert.Equal(["test", "fill number 0", "fill number 1"], _outbox.Calls.Select(call => call.Call.Purpose));
        Assert.Equal(3, await CountOnChainAsync());
    }

    [Fact]
    public async Task A_partys_own_transaction_is_sent_again_after_a_reorganisation()
    {
        var party = PrivateKey.Parse("0x00000000000000000000000000000000000000000000000000000000000a11ce");
        var signed = new Eip1559Transaction(
            31337, 0, BigInteger.Zero, BigInteger.Zero, 50_000, StoredOutbox.Receiver, BigInteger.Zero, Array.Empty<byte>()).Sign(party);
        await using var sender = new RunningSender(_anvil.Web3, _outbox);
        await _anvil.MineAsync(3);

        await _outbox.Store.AddAsync(
            StoredOutbox.Call(StoredOutbox.Receiver, []) with { Account = party.Address },
            new Attempt(signed.Hash, 0, signed.Raw.ToArray(), BigInteger.Zero, BigInteger.Zero), CancellationToken.None);
        await Eventually.TrueAsync(() => _outbox.Attempts.Single().Succeeded, "the first mining");
        var block = _outbox.Attempts.Single().Outcome.Block;
        await _anvil.CallAsync<object>("anvil_reorg", 2, Array.Empty<object>());

        await MineUntilAsync(() => _outbox.Attempts.Single() is { Succeeded: true } again && again.Outcome.Block != block);
    }

    [Fact]
    public async Task Without_an_answer_of_the_node_calls_wait_unsigned()
    {
        using var wire = new Wire(_anvil.Url) { State = WireState.Cut };
        await using var sender = new RunningSender(wire.Web3, _outbox);
        await _outbox.AddAsync(1);
        await Eventually.TrueAsync(() => wire.Failures >= 2, "attempts that fail");
        Assert.Empty(_outbox.Attempts);

        wire.State = WireState.Works;
        await AssertMinedOnceAsync(1);
    }

    /// <summary>Returns when the node has so many transactions of the account that no block has: signed is not yet sent.</summary>
    private async Task SentAsync(int count)
    {
        for (var tries = 0; ; tries++)
        {
            var next = await _anvil.CallAsync<string>("eth_getTransactionCount", RunningSender.Key.Address.ToString(), "pending");
            if (Convert.ToInt32(next, 16) == count) return;

            Assert.True(tries < 6_000, $"Waited in vain for {count} transactions at the node.");
            await Task.Delay(10);
        }
    }

    private async Task MineUntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 300 && !condition(); i++)
        {
            await _anvil.MineAsync(1);
            await Task.Delay(50);
        }

        Assert.True(condition(), $"Mined in vain: {string.Join("; ", _outbox.Attempts)}");
    }

    /// <summary>All are on the chain, and the account has sent just as many.</summary>
    private async Task AssertMinedOnceAsync(int count)
    {
        await Eventually.TrueAsync(
            () => _outbox.Calls.Count == count && _outbox.Calls.All(call => call.Live?.Succeeded == true && StillThere(call)), $"{count} mined transactions");
        Assert.Equal(count, await CountOnChainAsync());
    }

    /// <summary>The store may be about to learn of a reorganisation.</summary>
    private bool StillThere(OutboxCall call)
    {
        var receipt = _anvil.Web3.Eth.Transactions.GetTransactionReceipt.SendRequestAsync(call.Live!.Hash.ToString()).GetAwaiter().GetResult();
        return receipt?.BlockHash == call.Live.Outcome.Block!.Value.Hash.ToString();
    }

    private async Task<int> CountOnChainAsync()
    {
        var account = RunningSender.Key.Address.ToString();
        return (int)(await _anvil.Web3.Eth.Transactions.GetTransactionCount.SendRequestAsync(account, BlockParameter.CreateLatest())).Value;
    }
}
