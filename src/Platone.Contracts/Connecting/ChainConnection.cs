using Microsoft.Extensions.Logging;
using Nethereum.JsonRpc.Client;
using Nethereum.Web3;
using Platone.Cryptography;

namespace Platone.Contracts.Connecting;

/// <summary>A connection to a chain by one of several nodes: where one does not answer, the next is asked, if it is a node of the same chain.</summary>
public sealed class ChainConnection
{
    /// <param name="nodes">At least one; the first is preferred, the others are there for when it fails.</param>
    /// <param name="genesis">As the deployment names it (the parent of block 1): tells this chain from another with the same id.</param>
    public static IWeb3 Open(IReadOnlyList<Uri> nodes, ulong chainId, Hash256 genesis, TimeProvider time, ILogger<ChainConnection> logger)
    {
        ArgumentOutOfRangeException.ThrowIfZero(nodes.Count, nameof(nodes));
        if (nodes is [var only]) return new Web3(only.ToString());

        var failover = new NodeFailover(nodes, chainId, genesis, new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }, time, logger);
        return new Web3(new RpcClient(
            nodes[0], new HttpClient(failover) { Timeout = NodeFailover.Patience * (nodes.Count + 1), MaxResponseContentBufferSize = 256 << 20 }));
    }
}
