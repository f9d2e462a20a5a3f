using System.Reflection;
using Nethereum.ABI.Types;

namespace Nethereum.Contracts;

/// <summary>A call was reverted with a known error of the contract.</summary>
public class SmartContractCustomErrorRevertExceptionErrorDecoded : Exception
{
    private protected SmartContractCustomErrorRevertExceptionErrorDecoded(string decodedError, SmartContractCustomErrorRevertException innerCustomErrorRevert)
        : base($"Smart contract error: {decodedError}", innerCustomErrorRevert)
    {
        DecodedError = decodedError;
        InnerCustomErrorRevert = innerCustomErrorRevert;
    }

    public string ExceptionEncodedData => InnerCustomErrorRevert.ExceptionEncodedData;

    /// <summary>The error's name and arguments as text.</summary>
    public string DecodedError { get; }

    public SmartContractCustomErrorRevertException InnerCustomErrorRevert { get; }

    internal static SmartContractCustomErrorRevertExceptionErrorDecoded Create(Type errorType, SmartContractCustomErrorRevertException exception)
    {
        var error = exception.DecodeError(errorType);
        return (SmartContractCustomErrorRevertExceptionErrorDecoded)Activator.CreateInstance(
            typeof(SmartContractCustomErrorRevertException<>).MakeGenericType(errorType),
            BindingFlags.Instance | BindingFlags.NonPublic,
            binder: null,
            [error, AbiSignature.Of(errorType).Show(error), exception],
            culture: null);
    }
}
