using Nethereum.Contracts.CQS;

namespace Nethereum.Contracts;

/// <summary>A deployment: the contract's code, and the constructor's parameters in derived classes.</summary>
public class ContractDeploymentMessage(string byteCode) : ContractMessageBase
{
    /// <summary>Hexadecimal.</summary>
    public string ByteCode { get; set; } = byteCode;
}
