using System.Text.Json.Serialization;
using Nethereum.Hex.HexTypes;

namespace Nethereum.RPC.Eth.DTOs;

/// <summary>What a call sends. Fees and value are in wei, data is hexadecimal.</summary>
public class CallInput
{
    [JsonPropertyName("from")]
    public string From { get; set; }

    [JsonPropertyName("to")]
    public string To { get; set; }

    [JsonPropertyName("gas")]
    public HexBigInteger Gas { get; set; }

    [JsonPropertyName("value")]
    public HexBigInteger Value { get; set; }

    [JsonPropertyName("data")]
    public string Data { get; set; }

    [JsonPropertyName("maxFeePerGas")]
    public HexBigInteger MaxFeePerGas { get; set; }

    [JsonPropertyName("maxPriorityFeePerGas")]
    public HexBigInteger MaxPriorityFeePerGas { get; set; }

    [JsonPropertyName("type")]
    public HexBigInteger Type { get; set; }

    [JsonPropertyName("chainId")]
    public HexBigInteger ChainId { get; set; }
}
