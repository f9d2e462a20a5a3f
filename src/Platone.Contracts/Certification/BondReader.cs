using System.Numerics;
using Nethereum.Contracts;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.Web3;
using Platone.Contracts.Bindings.CertificationBond;
using Platone.Contracts.Bindings.CertificationBond.ContractDefinition;
using Platone.Cryptography;
using Receipt = Platone.Certification.Receipt;

namespace Platone.Contracts.Certification;

/// <summary>What the chain says of bonds and of receipts that were presented.</summary>
public sealed class BondReader(IWeb3 web3, Address bond)
{
    private readonly CertificationBondService _contract = new(web3, bond.ToString());

    /// <summary>Seconds in which a presented receipt can be answered and not be claimed, and between a withdrawal's announcement and the withdrawal.</summary>
    public async Task<(uint Window, uint WithdrawalDelay)> TimesAsync() =>
        (await _contract.WindowQueryAsync().ConfigureAwait(false), await _contract.WithdrawalDelayQueryAsync().ConfigureAwait(false));

    public async Task<BondState> BondAsync(Address certifier)
    {
        var found = (await _contract.BondOfQueryAsync(certifier.ToString()).ConfigureAwait(false)).ReturnValue1;
        var omissions = await _contract.OmissionsOfQueryAsync(certifier.ToString()).ConfigureAwait(false);
        return new(found.Amount, found.Open, found.WithdrawableFrom == 0 ? null : found.WithdrawableFrom, omissions);
    }

    /// <summary>What an account won and did not take yet, in wei.</summary>
    public Task<BigInteger> CreditAsync(Address presenter) => _contract.CreditOfQueryAsync(presenter.ToString());

    public async Task<Challenge> ChallengeAsync(Hash256 receiptId)
    {
        var found = (await _contract.ChallengeOfQueryAsync(receiptId.ToArray()).ConfigureAwait(false)).ReturnValue1;
        return new(receiptId, (ChallengeStatus)found.Status, Address.Parse(found.Certifier), Address.Parse(found.Presenter), new(found.Leaf), found.Deadline);
    }

    /// <summary>How many challenges against a certifier were open at a block.</summary>
    internal async Task<ulong> OpenAsync(Address certifier, ulong block) =>
        (await _contract.BondOfQueryAsync(certifier.ToString(), new BlockParameter(block)).ConfigureAwait(false)).ReturnValue1.Open;

    /// <summary>What was presented against a certifier in a stretch of blocks, and what was settled there.</summary>
    internal async Task<(IReadOnlyList<OpenChallenge> Presented, IReadOnlySet<Hash256> Settled)> EventsAsync(Address certifier, ulong from, ulong to)
    {
        // The three events have the receipt's id and the certifier in the same places; the certifier's topic leaves out everybody else's.
        var logs = await web3.Eth.Filters.GetLogs.SendRequestAsync(new NewFilterInput
        {
            Address = [bond.ToString()],
            FromBlock = new BlockParameter(from),
            ToBlock = new BlockParameter(to),
            Topics = [null!, null!, TopicOf(certifier)],
        }).ConfigureAwait(false);
        return (
            [
                .. logs.DecodeAllEvents<PresentedEventDTO>().Select(log => new OpenChallenge(
                    new(log.Event.ReceiptId), ReceiptOf(log.Event.Receipt), log.Event.Deadline)),
            ],
            logs.DecodeAllEvents<AnsweredEventDTO>().Select(log => log.Event.ReceiptId)
                .Concat(logs.DecodeAllEvents<OmittedEventDTO>().Select(log => log.Event.ReceiptId)).Select(id => new Hash256(id)).ToHashSet());
    }

    private static string TopicOf(Address address) => $"0x{new string('0', 24)}{address.ToString()[2..]}";

    private static Receipt ReceiptOf(Bindings.CertificationBond.ContractDefinition.Receipt receipt) => new(
        Address.Parse(receipt.Provider), new(receipt.Stream), receipt.Sequence, new(receipt.Leaf), receipt.CertifyBy);
}
