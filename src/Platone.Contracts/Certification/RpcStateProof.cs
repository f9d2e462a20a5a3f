using System.Text.Json.Serialization;

namespace Platone.Contracts.Certification;

/// <summary>What <c>eth_getProof</c> answers (EIP-1186), as far as it is used.</summary>
sealed class RpcStateProof
{
    [JsonPropertyName("accountProof")]
    public string[] AccountProof { get; set; } = [];

    [JsonPropertyName("storageProof")]
    public RpcStorageProof[] StorageProof { get; set; } = [];
}

sealed class RpcStorageProof
{
    [JsonPropertyName("value")]
    public string Value { get; set; } = "";

    [JsonPropertyName("proof")]
    public string[] Proof { get; set; } = [];
}
