using System.Text.Json.Serialization;
using Nethereum.Hex.HexTypes;

namespace Nethereum.RPC.Eth.DTOs;

/// <summary>Which logs to look for. A topic is null (anything), a text, or an array of texts of which one must fit.</summary>
public class NewFilterInput
{
    [JsonPropertyName("fromBlock")]
    public BlockParameter FromBlock { get; set; }

    [JsonPropertyName("toBlock")]
    public BlockParameter ToBlock { get; set; }

    [JsonPropertyName("address")]
    public string[] Address { get; set; }

    [JsonPropertyName("topics")]
    public object[] Topics { get; set; }
}
