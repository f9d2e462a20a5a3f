namespace Nethereum.ABI.FunctionEncoding;

/// <summary>A call was reverted with a text: Solidity's <c>revert("...")</c> or <c>require(..., "...")</c>.</summary>
public class SmartContractRevertException : Exception
{
    public SmartContractRevertException(string message, string encodedData, Exception innerException = null)
        : base($"Smart contract error: {message}", innerException)
    {
        RevertMessage = message;
        EncodedData = encodedData;
    }

    public string RevertMessage { get; set; }

    public string EncodedData { get; set; }
}
