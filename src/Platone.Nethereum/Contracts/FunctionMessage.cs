using Nethereum.Contracts.CQS;

namespace Nethereum.Contracts;

/// <summary>A call of a contract's function, whose parameters stand in derived classes.</summary>
public class FunctionMessage : ContractMessageBase;
