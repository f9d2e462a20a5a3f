namespace Nethereum.ABI.FunctionEncoding.Attributes;

/// <summary>The arguments of a custom error of a contract, one property each.</summary>
public interface IErrorDTO;
