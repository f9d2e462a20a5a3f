using System.Text.Json.Serialization;
using Nethereum.Hex.HexTypes;

namespace Nethereum.RPC.Eth.DTOs;

/// <summary>A transaction as a node reports it; without a block while it is pending. Fees and value are in wei.</summary>
public class Transaction
{
    [JsonPropertyName("hash")]
    public string TransactionHash { get; set; }

    [JsonPropertyName("transactionIndex")]
    public HexBigInteger TransactionIndex { get; set; }

    [JsonPropertyName("type")]
    public HexBigInteger Type { get; set; }

    [JsonPropertyName("blockHash")]
    public string BlockHash { get; set; }

    [JsonPropertyName("blockNumber")]
    public HexBigInteger BlockNumber { get; set; }

    [JsonPropertyName("from")]
    public string From { get; set; }

    [JsonPropertyName("to")]
    public string To { get; set; }

    [JsonPropertyName("gas")]
    public HexBigInteger Gas { get; set; }

    [JsonPropertyName("maxFeePerGas")]
    public HexBigInteger MaxFeePerGas { get; set; }

    [JsonPropertyName("maxPriorityFeePerGas")]
    public HexBigInteger MaxPriorityFeePerGas { get; set; }

    [JsonPropertyName("value")]
    public HexBigInteger Value { get; set; }

    [JsonPropertyName("input")]
    public string Input { get; set; }

    [JsonPropertyName("nonce")]
    public HexBigInteger Nonce { get; set; }
}
