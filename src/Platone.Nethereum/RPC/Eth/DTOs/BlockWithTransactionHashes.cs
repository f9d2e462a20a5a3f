using System.Text.Json.Serialization;
using Nethereum.Hex.HexTypes;

namespace Nethereum.RPC.Eth.DTOs;

/// <summary>A block with the hashes of its transactions.</summary>
public class BlockWithTransactionHashes : Block
{
    [JsonPropertyName("transactions")]
    public string[] TransactionHashes { get; set; }
}
