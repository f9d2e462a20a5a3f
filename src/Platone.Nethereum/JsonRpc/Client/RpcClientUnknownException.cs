namespace Nethereum.JsonRpc.Client;

/// <summary>The node was not reached, or its answer was no JSON-RPC.</summary>
public class RpcClientUnknownException : Exception
{
    public RpcClientUnknownException(string message) : base(message)
    {
    }

    public RpcClientUnknownException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
