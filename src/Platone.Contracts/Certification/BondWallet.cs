using System.Numerics;
using Nethereum.Contracts;
using Nethereum.Web3;
using Nethereum.Web3.Accounts;
using Platone.Contracts.Bindings.CertificationBond;
using Platone.Contracts.Bindings.CertificationBond.ContractDefinition;
using Platone.Contracts.Deployment;
using Platone.Contracts.Sending;
using Platone.Cryptography;

namespace Platone.Contracts.Certification;

/// <summary>What a wallet does with bonds: the certifier's, a presenter's, anybody's. Each call waits until it is mined.</summary>
/// <exception cref="BondRefusedException">Thrown by each call that the contract refuses.</exception>
public sealed class BondWallet
{
    private readonly MinedCalls _calls;

    private BondWallet(CertificationBondService contract, Address address, Fees fees)
    {
        Address = address;
        _calls = new(contract.ContractHandler, fees, "the bond", e => new BondRefusedException(BondErrors.Describe(e), e));
    }

    public Address Address { get; }

    public static async Task<BondWallet> ConnectAsync(Uri chain, PrivateKey wallet, ContractLine contracts)
    {
        var web3 = new Web3(new Account(Hex.Encode(wallet.ToArray()), contracts.ChainId), chain.ToString());
        return new(new(web3, contracts.CertificationBond.ToString()), wallet.Address, await Fees.OfAsync(web3).ConfigureAwait(false));
    }

    /// <summary>Adds to a certifier's bond.</summary>
    public Task DepositAsync(Address certifier, BigInteger wei, CancellationToken cancellationToken) =>
        _calls.SendAsync(new DepositForFunction { Certifier = certifier.ToString(), AmountToSend = wei }, cancellationToken);

    /// <summary>Presents an overdue receipt.</summary>
    /// <returns>The receipt's id.</returns>
    public async Task<Hash256> PresentAsync(ShownReceipt shown, CancellationToken cancellationToken)
    {
        var receipt = await _calls.SendAsync(BondCalls.Present(shown), cancellationToken).ConfigureAwait(false);
        return new(receipt.DecodeAllEvents<PresentedEventDTO>()[0].Event.ReceiptId);
    }

    public Task AnswerAsync(Hash256 receiptId, BatchInclusion inclusion, CancellationToken cancellationToken) =>
        _calls.SendAsync(BondCalls.Answer(receiptId, inclusion), cancellationToken);

    /// <summary>Settles a receipt that nobody answered in its window.</summary>
    public Task ClaimAsync(Hash256 receiptId, CancellationToken cancellationToken) =>
        _calls.SendAsync(new ClaimFunction { ReceiptId = receiptId.ToArray() }, cancellationToken);

    public Task AnnounceWithdrawalAsync(CancellationToken cancellationToken) => _calls.SendAsync(new AnnounceWithdrawalFunction(), cancellationToken);

    public Task CancelWithdrawalAsync(CancellationToken cancellationToken) => _calls.SendAsync(new CancelWithdrawalFunction(), cancellationToken);

    /// <summary>Takes the own bond back, after its announcement's delay.</summary>
    public Task WithdrawAsync(CancellationToken cancellationToken) => _calls.SendAsync(new WithdrawFunction(), cancellationToken);

    /// <summary>Takes what the wallet won with receipts.</summary>
    public Task WithdrawCreditAsync(CancellationToken cancellationToken) => _calls.SendAsync(new WithdrawCreditFunction(), cancellationToken);
}

/// <summary>The bond refused a call, and says why.</summary>
public sealed class BondRefusedException(string reason, Exception inner) : Exception(reason, inner);
