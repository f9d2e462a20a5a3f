namespace Nethereum.Contracts;

/// <summary>The same with the error itself.</summary>
public class SmartContractCustomErrorRevertException<TCustomError> : SmartContractCustomErrorRevertExceptionErrorDecoded
{
    internal SmartContractCustomErrorRevertException(
        TCustomError customError, string decodedError, SmartContractCustomErrorRevertException innerCustomErrorRevert)
        : base(decodedError, innerCustomErrorRevert) => CustomError = customError;

    public TCustomError CustomError { get; }
}
