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
            new RegistryRequest(provider, Keccak256.Hash([1]), 1, 1, 0, 1),
            new RegistryRequest(provider, Keccak256.Hash([2]), byte.MaxValue, uint.MaxValue, (1UL << 48) - 1, (1UL << 48) - 1),
        })
        {
            var expected = await registry.IdOfQueryAsync(
                provider.ToString(), consumer.ToString(), request.Topic.ToArray(), request.Means, request.Purpose, request.NotBefore, request.Expiry);
            Assert.Equal(new Hash256(expected), request.Id(contracts.ChainId, contracts.SubscriptionRegistry, consumer));
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

        var logs = await _chain.Anvil.Web3.Eth.Filters.GetLogs.SendRequestAsync(
            new NewFilterInput { FromBlock = new BlockParameter(from + 1), ToBlock = BlockParameter.CreateLatest() });
        var events = new RegistryReader(_chain.Anvil.Web3, _chain.Contracts).Decode(logs);

        Assert.Equal(
            [(_chain.Provider.Address, true), (_chain.Consumer.Address, true), (_chain.Provider.Address, false)],
            events.Providers.Select(change => (change.Wallet, change.May)));
        Assert.Equal(new[] { id, other }.Order(), events.Declarations.Order());
        Assert.Equal(
            [
                new CertifiedBatch(
                    Batch(1, Hash256.Zero), Batch(1, Hash256.Zero).Hash(), new((ulong)receipt.BlockNumber.Value, Hash256.Parse(receipt.BlockHash)),
                    Hash256.Parse(receipt.TransactionHash)),
            ],
            events.Certified);
    }

    [Fact]
    public void Call_data_of_a_request_is_read_back_to_the_last_byte()
    {
        var request = new RegistryRequest(_chain.Provider.Address, Keccak256.Hash([1]), 3, 5, 10, 20);
        var data = request.Encode();

        Assert.Equal(request, RegistryRequest.Decode(data));
        Assert.Null(RegistryRequest.Decode([]));
        Assert.Null(RegistryRequest.Decode([.. data, 0]));
        Assert.Null(RegistryRequest.Decode(data.AsSpan(0, data.Length - 1)));
        for (var i = 0; i < 4; i++)
        {
            byte[] otherFunction = [.. data];
            otherFunction[i] ^= 1;
            Assert.Null(RegistryRequest.Decode(otherFunction));
        }

        for (var i = 4; i < data.Length; i++)
        {
            byte[] changed = [.. data];
            changed[i] ^= 1;
            Assert.NotEqual(request, RegistryRequest.Decode(changed));
        }
    }

    [Fact]
    public void A_decision_is_about_one_declaration_and_nothing_else()
    {
        var (one, other) = (Keccak256.Hash([1]), Keccak256.Hash([2]));
        foreach (var decision in Enum.GetValues<RegistryDecision>())
        {
            var data = RegistryCalls.Encode(decision, one);
            Assert.True(RegistryCalls.Is(decision, one, data));
            Assert.False(RegistryCalls.Is(decision, other, data));
            Assert.False(RegistryCalls.Is(decision, one, [.. data, 0]));
            Assert.All(Enum.GetValues<RegistryDecision>().Where(another => another != decision), another => Assert.False(RegistryCalls.Is(another, one, data)));
        }
    }

    private BatchRecord Batch(ulong number, Hash256 previous) =>
        new(previous, _chain.Operator.Address, number, Keccak256.Hash([1]), 8192, Keccak256.Hash([2]), long.MinValue, long.MaxValue, -1, BatchFlags.Late);

    private Task<TransactionReceipt> CertifyAsync(Party party, BatchRecord batch) =>
        party.SendAsync(_chain.Contracts.DataCertification, CertifyCall.Encode(batch), CertifyCall.GasLimit);

    private async Task<RegistryDeclaration> DeclarationAsync(Hash256 id) =>
        await new RegistryReader(_chain.Anvil.Web3, _chain.Contracts).DeclarationAsync(id)
            ?? throw new InvalidOperationException($"There is no declaration {id}.");
}
