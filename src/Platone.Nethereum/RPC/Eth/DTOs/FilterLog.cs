using System.Text.Json.Serialization;
using Nethereum.Hex.HexTypes;

namespace Nethereum.RPC.Eth.DTOs;

/// <summary>One event as a node reports it. Topics are hexadecimal text.</summary>
public class FilterLog
{
    [JsonPropertyName("removed")]
    public bool Removed { get; set; }

    [JsonPropertyName("logIndex")]
    public HexBigInteger LogIndex { get; set; }

    [JsonPropertyName("transactionHash")]
    public string TransactionHash { get; set; }

    [JsonPropertyName("transactionIndex")]
    public HexBigInteger TransactionIndex { get; set; }

    [JsonPropertyName("blockHash")]
    public string BlockHash { get; set; }

    [JsonPropertyName("blockNumber")]
    public HexBigInteger BlockNumber { get; set; }

    [JsonPropertyName("address")]
    public string Address { get; set; }

    [JsonPropertyName("data")]
    public string Data { get; set; }

    [JsonPropertyName("topics")]
    [JsonConverter(typeof(TopicsJsonConverter))]
    public object[] Topics { get; set; }
}
