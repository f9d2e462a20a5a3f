using System.Numerics;
using System.Text.Json.Serialization;
using Platone.Certification.Blocks;
using Platone.Cryptography;

namespace Platone.Contracts.Certification;

/// <summary>
/// A block as <c>eth_getBlockByNumber</c> tells it, with every field of its header. Nodes have no common way to hand out the header's own bytes: they
/// are put together again here, and are right where they hash to what the node says.
/// </summary>
sealed class RpcBlock
{
    [JsonPropertyName("hash")]
    public string Hash { get; set; } = "";

    [JsonPropertyName("parentHash")]
    public string ParentHash { get; set; } = "";

    [JsonPropertyName("sha3Uncles")]
    public string Sha3Uncles { get; set; } = "";

    [JsonPropertyName("miner")]
    public string Miner { get; set; } = "";

    [JsonPropertyName("stateRoot")]
    public string StateRoot { get; set; } = "";

    [JsonPropertyName("transactionsRoot")]
    public string TransactionsRoot { get; set; } = "";

    [JsonPropertyName("receiptsRoot")]
    public string ReceiptsRoot { get; set; } = "";

    [JsonPropertyName("logsBloom")]
    public string LogsBloom { get; set; } = "";

    [JsonPropertyName("difficulty")]
    public string Difficulty { get; set; } = "";

    [JsonPropertyName("number")]
    public string Number { get; set; } = "";

    [JsonPropertyName("gasLimit")]
    public string GasLimit { get; set; } = "";

    [JsonPropertyName("gasUsed")]
    public string GasUsed { get; set; } = "";

    [JsonPropertyName("timestamp")]
    public string Timestamp { get; set; } = "";

    [JsonPropertyName("extraData")]
    public string ExtraData { get; set; } = "";

    [JsonPropertyName("mixHash")]
    public string MixHash { get; set; } = "";

    [JsonPropertyName("nonce")]
    public string Nonce { get; set; } = "";

    [JsonPropertyName("baseFeePerGas")]
    public string? BaseFeePerGas { get; set; }

    [JsonPropertyName("withdrawalsRoot")]
    public string? WithdrawalsRoot { get; set; }

    [JsonPropertyName("blobGasUsed")]
    public string? BlobGasUsed { get; set; }

    [JsonPropertyName("excessBlobGas")]
    public string? ExcessBlobGas { get; set; }

    [JsonPropertyName("parentBeaconBlockRoot")]
    public string? ParentBeaconBlockRoot { get; set; }

    [JsonPropertyName("requestsHash")]
    public string? RequestsHash { get; set; }

    /// <summary>
    /// The header's RLP: the Yellow Paper's fields, then those of the later forks in the order in which these came, as far as the chain has them.
    /// </summary>
    public byte[] Header() => Rlp.EncodeList(
    [
        Bytes(ParentHash), Bytes(Sha3Uncles), Bytes(Miner), Bytes(StateRoot), Bytes(TransactionsRoot), Bytes(ReceiptsRoot), Bytes(LogsBloom),
        Integer(Difficulty), Integer(Number), Integer(GasLimit), Integer(GasUsed), Integer(Timestamp), Bytes(ExtraData), Bytes(MixHash), Bytes(Nonce),
        .. Later(BaseFeePerGas, Integer), .. Later(WithdrawalsRoot, Bytes), .. Later(BlobGasUsed, Integer), .. Later(ExcessBlobGas, Integer),
        .. Later(ParentBeaconBlockRoot, Bytes), .. Later(RequestsHash, Bytes),
    ]);

    private static byte[][] Later(string? field, Func<string, byte[]> encode) => field is null ? [] : [encode(field)];

    private static byte[] Bytes(string hex) => Rlp.Encode(Hex.Decode(hex));

    /// <summary>Quantities come without leading zeros: an odd number of digits as well.</summary>
    private static byte[] Integer(string hex) =>
        Rlp.Encode(BigInteger.Parse("0" + hex[2..], System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture));
}
