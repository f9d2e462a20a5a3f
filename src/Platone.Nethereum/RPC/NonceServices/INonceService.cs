using Nethereum.Hex.HexTypes;
using Nethereum.JsonRpc.Client;

namespace Nethereum.RPC.NonceServices;

/// <summary>Hands out an account's transaction numbers, each once.</summary>
public interface INonceService
{
    IClient Client { get; set; }

    Task<HexBigInteger> GetNextNonceAsync();

    /// <summary>Forgets what was handed out: the node's count decides again.</summary>
    Task ResetNonceAsync();
}
