using System.Text.Json.Serialization;
using Nethereum.Hex.HexTypes;

namespace Nethereum.RPC.Eth.DTOs;

/// <summary>A block's header. The time stamp is in seconds since 1970, fees are in wei.</summary>
public class Block
{
    [JsonPropertyName("number")]
    public HexBigInteger Number { get; set; }

    [JsonPropertyName("hash")]
    public string BlockHash { get; set; }

    [JsonPropertyName("parentHash")]
    public string ParentHash { get; set; }

    [JsonPropertyName("stateRoot")]
    public string StateRoot { get; set; }

    [JsonPropertyName("receiptsRoot")]
    public string ReceiptsRoot { get; set; }

    [JsonPropertyName("miner")]
    public string Miner { get; set; }

    [JsonPropertyName("gasLimit")]
    public HexBigInteger GasLimit { get; set; }

    [JsonPropertyName("gasUsed")]
    public HexBigInteger GasUsed { get; set; }

    [JsonPropertyName("timestamp")]
    public HexBigInteger Timestamp { get; set; }

    [JsonPropertyName("baseFeePerGas")]
    public HexBigInteger BaseFeePerGas { get; set; }
}
