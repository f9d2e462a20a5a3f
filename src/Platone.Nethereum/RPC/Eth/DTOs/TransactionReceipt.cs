using System.Text.Json.Serialization;
using Nethereum.Hex.HexTypes;

namespace Nethereum.RPC.Eth.DTOs;

/// <summary>What became of a transaction. Addresses are as the node writes them: lower case.</summary>
public class TransactionReceipt
{
    [JsonPropertyName("transactionHash")]
    public string TransactionHash { get; set; }

    [JsonPropertyName("transactionIndex")]
    public HexBigInteger TransactionIndex { get; set; }

    [JsonPropertyName("blockHash")]
    public string BlockHash { get; set; }

    [JsonPropertyName("blockNumber")]
    public HexBigInteger BlockNumber { get; set; }

    [JsonPropertyName("from")]
    public string From { get; set; }

    [JsonPropertyName("to")]
    public string To { get; set; }

    [JsonPropertyName("cumulativeGasUsed")]
    public HexBigInteger CumulativeGasUsed { get; set; }

    [JsonPropertyName("gasUsed")]
    public HexBigInteger GasUsed { get; set; }

    [JsonPropertyName("effectiveGasPrice")]
    public HexBigInteger EffectiveGasPrice { get; set; }

    [JsonPropertyName("contractAddress")]
    public string ContractAddress { get; set; }

    [JsonPropertyName("status")]
    public HexBigInteger Status { get; set; }

    [JsonPropertyName("logs")]
    public FilterLog[] Logs { get; set; }

    [JsonPropertyName("type")]
    public HexBigInteger Type { get; set; }

    /// <returns>True when the transaction was reverted; null for a receipt without a status.</returns>
    public bool? HasErrors() => Status is null ? null : Status.Value.IsZero;
}
