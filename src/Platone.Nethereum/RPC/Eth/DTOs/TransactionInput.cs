using System.Text.Json.Serialization;
using Nethereum.Hex.HexTypes;

namespace Nethereum.RPC.Eth.DTOs;

/// <summary>What a transaction sends; what is null is estimated or asked of the node.</summary>
public class TransactionInput : CallInput
{
    [JsonPropertyName("nonce")]
    public HexBigInteger Nonce { get; set; }
}
