using System.Numerics;
using Platone.Cryptography;

namespace Platone.Contracts.Sending;

/// <summary>One signed transaction that carries a call. It is durable before it is sent, so that its fate is never unknown.</summary>
/// <param name="Raw">The signed EIP-1559 transaction.</param>
/// <param name="MaxFeePerGas">Wei.</param>
/// <param name="MaxPriorityFeePerGas">Wei.</param>
public sealed record Attempt(Hash256 Hash, ulong Nonce, byte[] Raw, BigInteger MaxFeePerGas, BigInteger MaxPriorityFeePerGas)
{
    public Outcome Outcome { get; init; } = Outcome.Pending;

    /// <summary>It is on the chain or may still get there.</summary>
    public bool IsLive => Outcome.Fate is Fate.Pending or Fate.Mined or Fate.Final;

    /// <summary>A block has it, and it did what it should.</summary>
    public bool Succeeded => Outcome.Fate is Fate.Mined or Fate.Final;
}

/// <param name="Block">The block that has it, or had it when it was reverted.</param>
/// <param name="Reason">Why it was refused, or what a node said last against one that is pending.</param>
public sealed record Outcome(Fate Fate, Following.ChainPosition? Block = null, ulong? GasUsed = null, string? Reason = null)
{
    public static Outcome Pending { get; } = new(Fate.Pending);
}
