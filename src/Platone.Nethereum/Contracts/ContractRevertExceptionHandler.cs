using Nethereum.ABI.FunctionEncoding;
using Nethereum.ABI.FunctionEncoding.Attributes;
using Nethereum.ABI.Types;
using Nethereum.JsonRpc.Client;

namespace Nethereum.Contracts;

public class ContractRevertExceptionHandler
{
    /// <summary>Throws what the reverted call's data say; returns where the answer holds none.</summary>
    /// <exception cref="SmartContractRevertException">Reverted with a text.</exception>
    /// <exception cref="SmartContractCustomErrorRevertException">Reverted with anything else, Solidity's panics included.</exception>
    public static void HandleContractRevertException(RpcResponseException rpcException)
    {
        ArgumentNullException.ThrowIfNull(rpcException);
        if (rpcException.RpcError.FindRevertData() is not { } data) return;
        if (FindText(HexText.Decode(data)) is { } text) throw new SmartContractRevertException(text, data, rpcException);

        throw new SmartContractCustomErrorRevertException(data);
    }

    static string FindText(byte[] data)
    {
        var signature = AbiSignature.Of(typeof(TextError));
        if (!signature.Matches(data)) return null;

        try
        {
            var error = new TextError();
            signature.DecodeInto(error, data);
            return error.Text;
        }
        catch (FormatException)
        {
            // A contract may revert with any bytes, these included: then it is no text, and the bytes go on as they are.
            return null;
        }
    }

    [Error("Error")]
    sealed class TextError
    {
        [Parameter("string", "text", 1)]
        public string Text { get; set; }
    }
}
