using Nethereum.JsonRpc.Client;

namespace Nethereum.Contracts;

/// <summary>Turns a node's answer "reverted" into the exception that names the contract's reason.</summary>
static class Reverts
{
    public static async Task<T> TypedAsync<T>(Func<Task<T>> send)
    {
        try
        {
            return await send().ConfigureAwait(false);
        }
        catch (RpcResponseException exception)
        {
            ContractRevertExceptionHandler.HandleContractRevertException(exception);
            throw;
        }
    }
}
