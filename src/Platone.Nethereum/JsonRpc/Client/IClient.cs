namespace Nethereum.JsonRpc.Client;

/// <summary>Sends requests of JSON-RPC 2.0 to a node.</summary>
public interface IClient
{
    /// <exception cref="RpcResponseException">The node answered with an error.</exception>
    /// <exception cref="RpcClientTimeoutException">The node did not answer in time.</exception>
    /// <exception cref="RpcClientUnknownException">The node was not reached, or its answer was none.</exception>
    Task<T> SendRequestAsync<T>(RpcRequest request, string route = null);

    /// <summary>The same, with a request of these parts.</summary>
    Task<T> SendRequestAsync<T>(string method, string route = null, params object[] paramList);
}
