using System.Numerics;
using Nethereum.RPC.Eth.DTOs;
using Platone.Certification;
using Platone.Contracts.Access;
using Platone.Contracts.Bindings.SubscriptionRegistry;
using Platone.Contracts.Certification;
using Platone.Contracts.Deployment;
using Platone.Contracts.Following;
using Platone.Cryptography;
using Platone.Protocol;

namespace Platone.Contracts.Tests;

/// <summary>What this side computes, held against the deployed contracts.</summary>
public sealed class ContractsTests : IAsyncLifetime
{
    private DeployedChain _chain = null!;

    public async ValueTask InitializeAsync() => _chain = await DeployedChain.StartAsync();

    public ValueTask DisposeAsync() => _chain?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task The_contract_keeps_the_hash_that_we_compute_batch_after_batch()
    {
        var registry = new BatchRegistry(_chain.Anvil.Url, _chain.Contracts.DataCertification);
        var previous = Hash256.Zero;
        for (ulong number = 1; number <= 3; number++)
        {
            var batch = Batch(number, previous);
            Assert.Equal(Hash256.Zero, await registry.RecordOfAsync(_chain.Operator.Address, number));

            Assert.True((await CertifyAsync(_chain.Operator, batch)).Succeeded());

            Assert.Equal(batch.Hash(), await registry.RecordOfAsync(_chain.Operator.Address, number));
            previous = batch.Hash();
        }

        Assert.Equal(Hash256.Zero, await registry.RecordOfAsync(_chain.Provider.Address, 1));
    }

    [Fact]
    public async Task A_batch_costs_less_than_the_gas_that_we_allow()
    {
        var first = await CertifyAsync(_chain.Operator, Batch(1, Hash256.Zero));
        var second = await CertifyAsync(_chain.Operator, Batch(2, Batch(1, Hash256.Zero).Hash()));

        Assert.InRange((ulong)first.GasUsed.Value, 0UL, CertifyCall.GasLimit);
        Assert.InRange((ulong)second.GasUsed.Value, 0UL, CertifyCall.GasLimit);
    }

    [Fact]
    public async Task Only_the_certifier_certifies_and_no_batch_twice()
    {
        Assert.True((await CertifyAsync(_chain.Provider, Batch(1, Hash256.Zero) with { Certifier = _chain.Provider.Address })).Failed());
        Assert.True((await CertifyAsync(_chain.Operator, Batch(1, Hash256.Zero))).Succeeded());
        Assert.True((await CertifyAsync(_chain.Operator, Batch(1, Hash256.Zero) with { To = 99 })).Failed());
    }

    [Fact]
    public async Task A_declaration_is_told_from_request_to_revocation()
    {
        var id = await _chain.Consumer.RequestAsync(_chain.Provider.Address, 1);
        var requested = await DeclarationAsync(id);
        Assert.Equal((_chain.Provider.Address, _chain.Consumer.Address), (requested.Provider, requested.Consumer));
        Assert.Equal((Keccak256.Hash(BitConverter.GetBytes(1)), (byte)3, 1U), (requested.Topic, requested.Means, requested.Purpose));
        Assert.Equal((1, 4_000_000_000), (requested.NotBefore, requested.Expiry));
        Assert.Equal((DeclarationStatus.Requested, 0L, 0L), ((DeclarationStatus)requested.Status, requested.DecidedAt, requested.RevokedAt));
        Assert.True(requested.RequestedAt > 0);

        await _chain.Provider.DecideAsync(RegistryDecision.Accept, id);
        var accepted = await DeclarationAsync(id);
        Assert.Equal(DeclarationStatus.Accepted, (DeclarationStatus)accepted.Status);
        Assert.True(accepted.DecidedAt >= accepted.RequestedAt);

        await _chain.Provider.DecideAsync(RegistryDecision.Revoke, id);
        var revoked = await DeclarationAsync(id);
        Assert.Equal(DeclarationStatus.Revoked, (DeclarationStatus)revoked.Status);
        Assert.True(revoked.RevokedAt >= revoked.DecidedAt);

        var other = await _chain.Consumer.RequestAsync(_chain.Provider.Address, 2);
        await _chain.Provider.DecideAsync(RegistryDecision.Reject, other);
        Assert.Equal(DeclarationStatus.Rejected, (DeclarationStatus)(await DeclarationAsync(other)).Status);
    }

    [Fact]
    public async Task The_identifier_is_the_one_that_the_contract_computes()
    {
        var (provider, consumer, contracts) = (_chain.Provider.Address, _chain.Consumer.Address, _chain.Contracts);
        var registry = new SubscriptionRegistryService(_chain.Anvil.Web3, contracts.SubscriptionRegistry.ToString());
        foreach (var request in new[]
        {
            new RequestAct(consumer, provider, Keccak256.Hash([1]), 1, 1, 0, 1),
            new RequestAct(consumer, provider, Keccak256.Hash([2]), byte.MaxValue, uint.MaxValue, RequestAct.MaxTime, RequestAct.MaxTime),
        })
        {
            var expected = await registry.IdOfQueryAsync(
                provider.ToString(), consumer.ToString(), request.Topic.ToArray(), request.Means, request.Purpose, request.NotBefore, request.Expiry);
            Assert.Equal(new Hash256(expected), request.Id(contracts.ChainId, contracts.SubscriptionRegistry));
        }
    }

    [Fact]
    public async Task Events_are_read_in_our_own_words()
    {
        var from = await _chain.Anvil.BlockNumberAsync();
        var admin = await ContractAdmin.ConnectAsync(_chain.Anvil.Url, DeployedChain.Admin, _chain.Contracts);
        await admin.AdmitProviderAsync(_chain.Provider.Address, CancellationToken.None);
        await admin.AdmitProviderAsync(_chain.Consumer.Address, CancellationToken.None);
        await admin.DismissProviderAsync(_chain.Provider.Address, CancellationToken.None);
        var receipt = await CertifyAsync(_chain.Operator, Batch(1, Hash256.Zero));
        var id = await _chain.Consumer.RequestAsync(_chain.Provider.Address, 1);
        await _chain.Provider.DecideAsync(RegistryDecision.Accept, id);
        var other = await _chain.Consumer.RequestAsync(_chain.Provider.Address, 2);
        await _chain.Provider.HandInAsync(new RevokeAllAct(_chain.Provider.Address, _chain.Consumer.Address));
        await _chain.Provider.HandInAsync(new RevokeAllAct(_chain.Provider.Address, null));

        var logs = await _chain.Anvil.Web3.Eth.Filters.GetLogs.SendRequestAsync(
            new NewFilterInput { FromBlock = new BlockParameter(from + 1), ToBlock = BlockParameter.CreateLatest() });
        var events = new RegistryReader(_chain.Anvil.Web3, _chain.Contracts).Decode(logs);

        Assert.Equal(
            [(_chain.Provider.Address, true), (_chain.Consumer.Address, true), (_chain.Provider.Address, false)],
            events.Providers.Select(change => (change.Wallet, change.May)));
        Assert.Equal(new[] { id, other }.Order(), events.Declarations.Order());
        Assert.Equal([new AllRevoked(_chain.Provider.Address, _chain.Consumer.Address), new(_chain.Provider.Address, null)], events.RevokedAll);
        Assert.Equal(
            [
                new CertifiedBatch(
                    Batch(1, Hash256.Zero), Batch(1, Hash256.Zero).Hash(), new((ulong)receipt.BlockNumber.Value, Hash256.Parse(receipt.BlockHash)),
                    Hash256.Parse(receipt.TransactionHash)),
            ],
            events.Certified);
    }

    /// <summary>The contract is the oracle of what is signed: it takes every kind of act from its signer, and from nobody else.</summary>
    [Fact]
    public async Task Every_act_is_taken_from_whoever_signed_it_and_once()
    {
        var (provider, consumer) = (_chain.Provider, _chain.Consumer);
        var stranger = new Party(_chain.Anvil, _chain.Contracts, Keccak256.Hash("stranger"u8).ToString());
        var one = await consumer.RequestAsync(provider.Address, 11);
        var two = await consumer.RequestAsync(provider.Address, 12);
        var three = await consumer.RequestAsync(provider.Address, 13);
        await provider.HandInAsync(new DelegateAct(provider.Address, stranger.Address, RequestAct.MaxTime));
        await stranger.DecideAsync(RegistryDecision.Accept, one);
        Assert.Equal(DeclarationStatus.Accepted, await StatusAsync(one));
        await stranger.DecideAsync(RegistryDecision.Revoke, one);
        Assert.Equal(DeclarationStatus.Revoked, await StatusAsync(one));
        await consumer.DecideAsync(RegistryDecision.Renounce, two);
        Assert.Equal(DeclarationStatus.Renounced, await StatusAsync(two));

        foreach (var all in new RevokeAllAct[] { new(provider.Address, consumer.Address), new(provider.Address, null) })
        {
            var id = all.Consumer is null ? await consumer.RequestAsync(provider.Address, 14) : three;
            await provider.DecideAsync(RegistryDecision.Accept, id);
            await provider.HandInAsync(all);
            Assert.Equal(DeclarationStatus.Revoked, await StatusAsync(id));
            Assert.NotEqual(0, (await DeclarationAsync(id)).RevokedAt);
        }

        await provider.HandInAsync(new DelegateAct(provider.Address, stranger.Address, 0));
        var last = await consumer.RequestAsync(provider.Address, 15);
        Assert.Equal(BigInteger.Zero, (await stranger.HandInAsync(new DecisionAct(RegistryDecision.Accept, stranger.Address, last))).Status.Value);

        // Handed in by anybody, and twice by nobody.
        var act = new DecisionAct(RegistryDecision.Accept, provider.Address, last);
        var signed = act.Encode(act.Sign(_chain.Provider.Key, _chain.Contracts.ChainId, _chain.Contracts.SubscriptionRegistry, deadline: 4_000_000_000));
        Assert.Equal(BigInteger.One, (await stranger.SendAsync(_chain.Contracts.SubscriptionRegistry, signed)).Status.Value);
        Assert.Equal(BigInteger.Zero, (await stranger.SendAsync(_chain.Contracts.SubscriptionRegistry, signed)).Status.Value);
        Assert.Equal(DeclarationStatus.Accepted, await StatusAsync(last));

        async Task<DeclarationStatus> StatusAsync(Hash256 id) => (DeclarationStatus)(await DeclarationAsync(id)).Status;
    }

    [Fact]
    public void Only_the_signers_key_signs() => Assert.Throws<ArgumentException>(() =>
        new RevokeAllAct(_chain.Consumer.Address, null).Sign(_chain.Provider.Key, 1, _chain.Contracts.SubscriptionRegistry, 1));

    private BatchRecord Batch(ulong number, Hash256 previous) =>
        new(previous, _chain.Operator.Address, number, Keccak256.Hash([1]), 8192, Keccak256.Hash([2]), long.MinValue, long.MaxValue, -1, BatchFlags.Late);

    private Task<TransactionReceipt> CertifyAsync(Party party, BatchRecord batch) =>
        party.SendAsync(_chain.Contracts.DataCertification, CertifyCall.Encode(batch), CertifyCall.GasLimit);

    private async Task<RegistryDeclaration> DeclarationAsync(Hash256 id) =>
        await new RegistryReader(_chain.Anvil.Web3, _chain.Contracts).DeclarationAsync(id)
            ?? throw new InvalidOperationException($"There is no declaration {id}.");
}
