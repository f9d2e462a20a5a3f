using System.Numerics;

namespace Nethereum.Contracts.CQS;

/// <summary>A call or a deployment: its parameters stand in derived classes, how it is sent stands here. What is null is estimated or asked of the
/// node.</summary>
public abstract class ContractMessageBase
{
    protected ContractMessageBase()
    {
    }

    /// <summary>Wei.</summary>
    public virtual BigInteger AmountToSend { get; set; }

    public virtual BigInteger? Gas { get; set; }

    public virtual string FromAddress { get; set; }

    public virtual BigInteger? Nonce { get; set; }

    /// <summary>Wei a unit of gas.</summary>
    public virtual BigInteger? MaxFeePerGas { get; set; }

    /// <summary>Wei a unit of gas.</summary>
    public virtual BigInteger? MaxPriorityFeePerGas { get; set; }
}
