using Nethereum.ABI.Types;

namespace Nethereum.Contracts;

/// <summary>A call was reverted with a custom error of the contract, or with one of Solidity's panics.</summary>
public class SmartContractCustomErrorRevertException(string encodedData) : Exception("Smart contract error")
{
    /// <summary>The error's selector and encoded arguments, as hexadecimal.</summary>
    public string ExceptionEncodedData { get; set; } = encodedData;

    public bool IsCustomErrorFor<TError>() => IsCustomErrorFor(typeof(TError));

    public bool IsCustomErrorFor(Type errorType) => AbiSignature.Of(errorType).Matches(HexText.Decode(ExceptionEncodedData));

    /// <exception cref="FormatException">It is another error, or not encoded as this one is.</exception>
    public TError DecodeError<TError>() where TError : class, new() => (TError)DecodeError(typeof(TError));

    /// <inheritdoc cref="DecodeError{TError}"/>
    public object DecodeError(Type errorType)
    {
        var error = Activator.CreateInstance(errorType);
        AbiSignature.Of(errorType).DecodeInto(error, HexText.Decode(ExceptionEncodedData));
        return error;
    }
}
