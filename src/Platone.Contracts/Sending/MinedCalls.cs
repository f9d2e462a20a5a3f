using Nethereum.Contracts;
using Nethereum.Contracts.ContractHandlers;
using Nethereum.RPC.Eth.DTOs;
using Platone.Cryptography;

namespace Platone.Contracts.Sending;

/// <summary>A wallet's own calls of one contract, each sent once and waited for until it is mined.</summary>
/// <param name="contract">As the wallet calls it.</param>
/// <param name="meanwhile">What has become another in the time from estimate to block, where the contract refuses only in the block.</param>
/// <param name="refusal">What is thrown for a call that the contract refuses, made of what it reverted with.</param>
sealed class MinedCalls(ContractHandler contract, Fees fees, string meanwhile, Func<SmartContractCustomErrorRevertException, Exception> refusal)
{
    /// <exception cref="TransactionRefusedException">The contract refused it in the block, after it had agreed to the estimate.</exception>
    public async Task<TransactionReceipt> SendAsync<TFunction>(TFunction message, CancellationToken cancellationToken)
        where TFunction : FunctionMessage, new()
    {
        try
        {
            // Gas is estimated: that asks the contract first, and what it would refuse is not sent.
            (message.MaxFeePerGas, message.MaxPriorityFeePerGas) = (fees.MaxFeePerGas, fees.MaxPriorityFeePerGas);
            var receipt = await contract.SendRequestAndWaitForReceiptAsync(message, cancellationToken).ConfigureAwait(false);
            return receipt.Succeeded()
                ? receipt
                : throw new TransactionRefusedException(Hash256.Parse(receipt.TransactionHash), $"{meanwhile} changed meanwhile");
        }
        catch (SmartContractCustomErrorRevertException e)
        {
            throw refusal(e);
        }
    }
}
