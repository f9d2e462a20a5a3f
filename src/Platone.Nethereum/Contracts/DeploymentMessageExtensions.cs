using System.Buffers;
using Nethereum.ABI.Types;
using Nethereum.Contracts.CQS;
using Nethereum.RPC.Eth.DTOs;

namespace Nethereum.Contracts;

public static class DeploymentMessageExtensions
{
    public static TransactionInput CreateTransactionInput<TMsg>(this TMsg contractMessage) where TMsg : ContractDeploymentMessage, new()
    {
        var data = new ArrayBufferWriter<byte>();
        data.Write(HexText.Decode(contractMessage.ByteCode));
        TupleType.Of(contractMessage.GetType()).Encode(contractMessage, data);
        return MessageInput.Create(contractMessage, to: null, data.WrittenSpan.ToArray());
    }
}
