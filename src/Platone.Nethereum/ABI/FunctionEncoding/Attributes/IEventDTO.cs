namespace Nethereum.ABI.FunctionEncoding.Attributes;

/// <summary>The arguments of an event of a contract, one property each.</summary>
public interface IEventDTO;
