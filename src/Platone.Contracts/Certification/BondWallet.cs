using System.Numerics;
using Nethereum.Contracts;
using Nethereum.RPC.Eth.DTOs;
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
    private readonly CertificationBondService _contract;
    private readonly Fees _fees;

    private BondWallet(CertificationBondService contract, Address address, Fees fees) => (_contract, Address, _fees) = (contract, address, fees);

    public Address Address { get; }

    public static async Task<BondWallet> ConnectAsync(Uri chain, PrivateKey wallet, ContractLine contracts)
    {
        var web3 = new Web3(new Account(Hex.Encode(wallet.ToArray()), contracts.ChainId), chain.ToString());
        return new(new(web3, contracts.CertificationBond.ToString()), wallet.Address, await Fees.OfAsync(web3).ConfigureAwait(false));
    }

    /// <summary>Adds to a certifier's bond.</summary>
    public Task DepositAsync(Address certifier, BigInteger wei, CancellationToken cancellationToken) =>
        SendAsync(new DepositForFunction { Certifier = certifier.ToString(), AmountToSend = wei }, cancellationToken);

    /// <summary>Presents an overdue receipt.</summary>
    /// <returns>The receipt's id.</returns>
    public async Task<Hash256> PresentAsync(ShownReceipt shown, CancellationToken cancellationToken)
    {
        var receipt = await SendAsync(BondCalls.Present(shown), cancellationToken).ConfigureAwait(false);
        return new(receipt.DecodeAllEvents<PresentedEventDTO>()[0].Event.ReceiptId);
    }

    public Task AnswerAsync(Hash256 receiptId, BatchInclusion inclusion, CancellationToken cancellationToken) =>
        SendAsync(BondCalls.Answer(receiptId, inclusion), cancellationToken);

    /// <summary>Settles a receipt that nobody answered in its window.</summary>
    public Task ClaimAsync(Hash256 receiptId, CancellationToken cancellationToken) =>
        SendAsync(new ClaimFunction { ReceiptId = receiptId.ToArray() }, cancellationToken);

    public Task AnnounceWithdrawalAsync(CancellationToken cancellationToken) => SendAsync(new AnnounceWithdrawalFunction(), cancellationToken);

    public Task CancelWithdrawalAsync(CancellationToken cancellationToken) => SendAsync(new CancelWithdrawalFunction(), cancellationToken);

    /// <summary>Takes the own bond back, after its announcement's delay.</summary>
    public Task WithdrawAsync(CancellationToken cancellationToken) => SendAsync(new WithdrawFunction(), cancellationToken);

    /// <summary>Takes what the wallet won with receipts.</summary>
    public Task WithdrawCreditAsync(CancellationToken cancellationToken) => SendAsync(new WithdrawCreditFunction(), cancellationToken);

    private async Task<TransactionReceipt> SendAsync<TFunction>(TFunction message, CancellationToken cancellationToken)
        where TFunction : FunctionMessage, new()
    {
        try
        {
            // Gas is estimated: that asks the contract first, and what it would refuse is not sent.
            (message.MaxFeePerGas, message.MaxPriorityFeePerGas) = (_fees.MaxFeePerGas, _fees.MaxPriorityFeePerGas);
            var receipt = await _contract.ContractHandler.SendRequestAndWaitForReceiptAsync(message, cancellationToken).ConfigureAwait(false);
            return receipt.Succeeded() ? receipt : throw new TransactionRefusedException(Hash256.Parse(receipt.TransactionHash), "the bond changed meanwhile");
        }
        catch (SmartContractCustomErrorRevertException e)
        {
            throw new BondRefusedException(BondErrors.Describe(e), e);
        }
    }
}

/// <summary>The bond refused a call, and says why.</summary>
public sealed class BondRefusedException(string reason, Exception inner) : Exception(reason, inner);
