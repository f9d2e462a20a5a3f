namespace Nethereum.ABI.FunctionEncoding.Attributes;

/// <summary>The results of a function of a contract, one property each.</summary>
public interface IFunctionOutputDTO;
