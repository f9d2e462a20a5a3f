using System.Numerics;
using Platone.Certification;
using Platone.Contracts.Certification;
using Platone.Contracts.Deployment;
using Platone.Cryptography;

namespace Platone.Contracts.Tests;

/// <summary>Receipts, trees and proofs as this side makes them, held against the deployed bond.</summary>
public sealed class BondTests : IAsyncLifetime
{
    private static readonly PrivateKey OperatorKey = PrivateKey.Parse("0x000000000000000000000000000000000000000000000000000000000000ce27");
    private static readonly PrivateKey PresenterKey = PrivateKey.Parse("0x0000000000000000000000000000000000000000000000000000000000000b0b");
    private static readonly BigInteger Ether = BigInteger.Pow(10, 18);

    private DeployedChain _chain = null!;
    private BondWallet _operator = null!;
    private BondWallet _presenter = null!;
    private BondReader _reader = null!;

    public async ValueTask InitializeAsync()
    {
        _chain = await DeployedChain.StartAsync();
        await _chain.Anvil.CallAsync<object>("anvil_setBalance", OperatorKey.Address.ToString(), "0x8ac7230489e80000");
        _operator = await BondWallet.ConnectAsync(_chain.Anvil.Url, OperatorKey, _chain.Contracts);
        _presenter = await BondWallet.ConnectAsync(_chain.Anvil.Url, PresenterKey, _chain.Contracts);
        _reader = new(_chain.Anvil.Web3, _chain.Contracts.CertificationBond);
    }

    public ValueTask DisposeAsync() => _chain?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task The_bond_is_deployed_with_its_times()
    {
        Assert.Equal((BondTimes.Default.WindowSeconds, BondTimes.Default.WithdrawalDelaySeconds), await _reader.TimesAsync());
        Assert.Equal(new BondState(0, 0, null, 0), await _reader.BondAsync(OperatorKey.Address));
    }

    [Fact]
    public async Task Every_receipt_of_a_message_is_presented_as_its_certifiers_and_answered_with_the_batchs_tree()
    {
        await _operator.DepositAsync(OperatorKey.Address, Ether, CancellationToken.None);
        var receipts = Receipts(5);
        var leaves = receipts.Select(receipt => receipt.Leaf).Reverse().ToArray();
        var batch = await CertifyAsync(leaves);

        for (var i = 0; i < receipts.Length; i++)
        {
            var id = await _presenter.PresentAsync(Show(receipts, i), CancellationToken.None);

            Assert.Equal(ShownReceipt.IdOf(OperatorKey.Address, receipts[i]), id);
            var challenge = await _reader.ChallengeAsync(id);
            Assert.Equal(
                (ChallengeStatus.Presented, OperatorKey.Address, PresenterKey.Address, receipts[i].Leaf),
                (challenge.Status, challenge.Certifier, challenge.Presenter, challenge.Leaf));

            var position = leaves.Length - 1 - i;
            await _presenter.AnswerAsync(id, new(batch, (uint)position, new MerkleTree(leaves).PathOf(position)), CancellationToken.None);
            Assert.Equal(ChallengeStatus.Answered, (await _reader.ChallengeAsync(id)).Status);
        }

        Assert.Equal(new BondState(Ether, 0, null, 0), await _reader.BondAsync(OperatorKey.Address));
    }

    [Fact]
    public async Task An_answer_costs_less_than_the_gas_that_we_allow()
    {
        var leaves = Enumerable.Range(0, ClosedBatch.MaxCount).Select(i => Keccak256.Hash(BitConverter.GetBytes(i))).ToArray();
        var batch = await CertifyAsync(leaves);
        var receipt = Receipts(1)[0] with { Leaf = leaves[4711] };
        var id = await _presenter.PresentAsync(Show([receipt], 0), CancellationToken.None);
        var answer = BondCalls.EncodeAnswer(id, new(batch, 4711, new MerkleTree(leaves).PathOf(4711)));

        var mined = await _chain.Provider.SendAsync(_chain.Contracts.CertificationBond, answer, BondCalls.AnswerGasLimit);

        Assert.Equal(ChallengeStatus.Answered, (await _reader.ChallengeAsync(id)).Status);
        Assert.InRange((ulong)mined.GasUsed.Value, 0UL, BondCalls.AnswerGasLimit / 2);
    }

    [Fact]
    public async Task An_omission_gives_the_bond_to_the_presenter_and_stays_on_record()
    {
        await _operator.DepositAsync(OperatorKey.Address, 3 * Ether, CancellationToken.None);
        var id = await _presenter.PresentAsync(Show(Receipts(2), 1), CancellationToken.None);
        Assert.StartsWith(
            "the receipt can be answered until ", (await RefusedAsync(_presenter.ClaimAsync(id, CancellationToken.None))).Message, StringComparison.Ordinal);

        await PassAsync(BondTimes.Default.WindowSeconds + 1);
        await _presenter.ClaimAsync(id, CancellationToken.None);

        Assert.Equal(new BondState(0, 0, null, 1), await _reader.BondAsync(OperatorKey.Address));
        Assert.Equal(3 * Ether, await _reader.CreditAsync(PresenterKey.Address));
        await _presenter.WithdrawCreditAsync(CancellationToken.None);
        Assert.Equal(3 * Ether, (await _chain.Anvil.Web3.Eth.GetBalance.SendRequestAsync(PresenterKey.Address.ToString())).Value);
        Assert.Equal("the receipt is claimed: the record was omitted", (await RefusedAsync(_presenter.ClaimAsync(id, CancellationToken.None))).Message);
    }

    [Fact]
    public async Task A_bond_is_withdrawn_after_its_delay()
    {
        await _operator.DepositAsync(OperatorKey.Address, Ether, CancellationToken.None);
        Assert.Equal("no withdrawal is announced", (await RefusedAsync(_operator.WithdrawAsync(CancellationToken.None))).Message);
        await _operator.AnnounceWithdrawalAsync(CancellationToken.None);
        Assert.NotNull((await _reader.BondAsync(OperatorKey.Address)).WithdrawableFrom);
        Assert.StartsWith(
            "the bond can be withdrawn from ", (await RefusedAsync(_operator.WithdrawAsync(CancellationToken.None))).Message, StringComparison.Ordinal);

        await PassAsync(BondTimes.Default.WithdrawalDelaySeconds);
        await _operator.WithdrawAsync(CancellationToken.None);

        Assert.Equal(new BondState(0, 0, null, 0), await _reader.BondAsync(OperatorKey.Address));
    }

    [Fact]
    public async Task Refusals_are_told_in_words()
    {
        var receipts = Receipts(2);
        var id = await _presenter.PresentAsync(Show(receipts, 0), CancellationToken.None);
        var early = Receipts(1)[0] with { CertifyBy = ulong.MaxValue };
        var batch = await CertifyAsync([Keccak256.Hash([7])]);

        Assert.Equal(
            $"the receipt was presented before: {id}", (await RefusedAsync(_operator.PresentAsync(Show(receipts, 0), CancellationToken.None))).Message);
        Assert.Equal(
            "the receipt is not overdue: it promises Unix second 18446744073709551615",
            (await RefusedAsync(_presenter.PresentAsync(Show([early], 0), CancellationToken.None))).Message);
        Assert.Equal(
            "the path does not lead from the receipt's leaf to the batch's root",
            (await RefusedAsync(_operator.AnswerAsync(id, new(batch, 0, []), CancellationToken.None))).Message);
        Assert.Equal(
            "the path does not fit the position",
            (await RefusedAsync(_operator.AnswerAsync(id, new(batch, 0, [Hash256.Zero]), CancellationToken.None))).Message);
        Assert.Equal(
            "the batch is not what the chain has under the certifier's number",
            (await RefusedAsync(_operator.AnswerAsync(id, new(batch with { Root = receipts[0].Leaf }, 0, []), CancellationToken.None))).Message);
        Assert.Equal("the receipt was never presented", (await RefusedAsync(_presenter.ClaimAsync(Hash256.Zero, CancellationToken.None))).Message);
        Assert.Equal("the deposit is empty", (await RefusedAsync(_presenter.DepositAsync(OperatorKey.Address, 0, CancellationToken.None))).Message);
    }

    [Fact]
    public async Task Open_challenges_are_found_from_a_fresh_start_step_by_step_and_after_a_reorganisation()
    {
        var receipts = Receipts(4);
        var batch = await CertifyAsync([.. receipts.Select(receipt => receipt.Leaf)]);
        var following = Challenges();
        Assert.Empty(await following.FindAsync(CancellationToken.None));

        var first = await PresentAsync(0);
        var second = await PresentAsync(1);
        await Anothers();
        Assert.Equal([first, second], await IdsAsync(following));
        await AnswerAsync(first, 0);
        await _chain.Anvil.MineAsync(2500);
        var third = await PresentAsync(2);

        Assert.Equal([second, third], await IdsAsync(following));
        Assert.Equal([second, third], await IdsAsync(Challenges()));
        var found = (await Challenges().FindAsync(CancellationToken.None))[0];
        Assert.Equal((receipts[1], (await _reader.ChallengeAsync(second)).Deadline), (found.Receipt, found.Deadline));

        await _chain.Anvil.CallAsync<object>("anvil_reorg", 1, Array.Empty<object>());
        Assert.Equal(ChallengeStatus.None, (await _reader.ChallengeAsync(third)).Status);
        Assert.Equal([second], await IdsAsync(following));

        async Task<Hash256> PresentAsync(int position) => await _presenter.PresentAsync(Show(receipts, position), CancellationToken.None);

        Task AnswerAsync(Hash256 id, int position) => _presenter.AnswerAsync(
            id, new(batch, (uint)position, new MerkleTree([.. receipts.Select(receipt => receipt.Leaf)]).PathOf(position)), CancellationToken.None);

        // Somebody else's receipt is none of this certifier's.
        async Task Anothers() => await _presenter.PresentAsync(Show(receipts, 3, PresenterKey), CancellationToken.None);
    }

    private OpenChallenges Challenges() => new(_chain.Anvil.Web3, _reader, OperatorKey.Address, _chain.Contracts.FromBlock);

    private static async Task<IEnumerable<Hash256>> IdsAsync(OpenChallenges challenges) =>
        (await challenges.FindAsync(CancellationToken.None)).Select(challenge => challenge.Id);

    private static Receipt[] Receipts(int count) =>
    [
        .. Enumerable.Range(1, count).Select(i => new Receipt(
            Address.Parse("0x00000000000000000000000000000000000a11ce"), Keccak256.Hash("stream"u8), (ulong)i, Keccak256.Hash(BitConverter.GetBytes(i)),
            CertifyBy: 1_700_000_000)),
    ];

    private ShownReceipt Show(Receipt[] receipts, int position, PrivateKey? certifier = null)
    {
        var tree = new ReceiptTree(receipts);
        var domain = Receipt.Domain(_chain.Contracts.ChainId, _chain.Contracts.DataCertification);
        return new(receipts[position], (uint)position, (uint)tree.Count, tree.PathOf(position), (certifier ?? OperatorKey).Sign(tree.Digest(domain)));
    }

    private async Task<BatchRecord> CertifyAsync(Hash256[] leaves)
    {
        var batch = new BatchRecord(
            Hash256.Zero, OperatorKey.Address, 1, new MerkleTree(leaves).Root, (uint)leaves.Length, Keccak256.Hash([2]), From: -1, To: 2, Closed: 3,
            BatchFlags.Late);
        await _chain.Operator.SendAsync(_chain.Contracts.DataCertification, CertifyCall.Encode(batch), CertifyCall.GasLimit);
        return batch;
    }

    private async Task PassAsync(uint seconds)
    {
        await _chain.Anvil.CallAsync<object>("evm_increaseTime", seconds);
        await _chain.Anvil.MineAsync(1);
    }

    private static Task<BondRefusedException> RefusedAsync(Task call) => Assert.ThrowsAsync<BondRefusedException>(() => call);
}
