using System.Numerics;
using Nethereum.Hex.HexTypes;
using Nethereum.RPC.Eth.DTOs;

namespace Nethereum.Contracts.CQS;

/// <summary>Turns messages into what the nodes' methods take.</summary>
static class MessageInput
{
    /// <param name="to">Null deploys.</param>
    public static TransactionInput Create(ContractMessageBase message, string to, byte[] data) => new()
    {
        From = message.FromAddress,
        To = to,
        Data = HexText.Encode(data),
        Value = new(message.AmountToSend),
        Gas = Number(message.Gas),
        Nonce = Number(message.Nonce),
        MaxFeePerGas = Number(message.MaxFeePerGas),
        MaxPriorityFeePerGas = Number(message.MaxPriorityFeePerGas),
        Type = message.MaxFeePerGas is null && message.MaxPriorityFeePerGas is null ? null : new HexBigInteger(new BigInteger(2)),
    };

    static HexBigInteger Number(BigInteger? value) => value is { } number ? new(number) : null;
}
