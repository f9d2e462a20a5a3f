using Nethereum.ABI.Types;
using Nethereum.Contracts.CQS;
using Nethereum.RPC.Eth.DTOs;

namespace Nethereum.Contracts;

public static class FunctionMessageExtensions
{
    public static CallInput CreateCallInput<TMsg>(this TMsg contractMessage, string contractAddress) where TMsg : FunctionMessage => new()
    {
        From = contractMessage.FromAddress,
        To = contractAddress,
        Data = HexText.Encode(contractMessage.GetCallData()),
        Value = new(contractMessage.AmountToSend),
    };

    public static TransactionInput CreateTransactionInput<TMsg>(this TMsg contractMessage, string contractAddress) where TMsg : FunctionMessage =>
        MessageInput.Create(contractMessage, contractAddress, contractMessage.GetCallData());

    /// <summary>Reads a call's parameters into the message.</summary>
    /// <exception cref="FormatException">The data call another function, or are not encoded as its parameters are.</exception>
    public static TMsg DecodeInput<TMsg>(this TMsg contractMessage, string data) where TMsg : FunctionMessage
    {
        AbiSignature.Of(contractMessage.GetType()).DecodeInto(contractMessage, HexText.Decode(data));
        return contractMessage;
    }

    /// <summary>Reads the call that a transaction made.</summary>
    /// <exception cref="FormatException">The transaction calls another function, or its data are not encoded as the function's parameters are.</exception>
    public static TMsg DecodeTransactionToFunctionMessage<TMsg>(this Transaction transaction) where TMsg : FunctionMessage, new()
    {
        var message = new TMsg
        {
            FromAddress = transaction.From,
            AmountToSend = transaction.Value?.Value ?? default,
            Gas = transaction.Gas?.Value,
            Nonce = transaction.Nonce?.Value,
            MaxFeePerGas = transaction.MaxFeePerGas?.Value,
            MaxPriorityFeePerGas = transaction.MaxPriorityFeePerGas?.Value,
        };
        return message.DecodeInput(transaction.Input);
    }

    /// <returns>The selector and the encoded parameters.</returns>
    /// <exception cref="ArgumentException">A parameter is not a value of its type.</exception>
    public static byte[] GetCallData<TMsg>(this TMsg contractMessage) where TMsg : FunctionMessage =>
        AbiSignature.Of(contractMessage.GetType()).Encode(contractMessage);
}
