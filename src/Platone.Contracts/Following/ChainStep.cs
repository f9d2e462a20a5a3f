using Nethereum.RPC.Eth.DTOs;

namespace Platone.Contracts.Following;

/// <summary>What the follower hands on: the next stretch of blocks, or that the chain took some back.</summary>
public abstract record ChainStep;

/// <summary>A stretch of blocks that was read.</summary>
/// <param name="Head">Its last block.</param>
/// <param name="HeadTime">That block's time, Unix seconds.</param>
/// <param name="Logs">The followed contracts' logs in it, in the order of the chain.</param>
public sealed record ChainSegment(ChainPosition Head, long HeadTime, IReadOnlyList<FilterLog> Logs) : ChainStep;

/// <summary>The chain no longer has what was read last: everything behind the ancestor is undone, and read again as the chain has it now.</summary>
/// <param name="Ancestor">The newest kept block that the chain still has.</param>
/// <param name="Lost">The block that was read last.</param>
public sealed record ChainReorganised(ChainPosition Ancestor, ChainPosition Lost) : ChainStep
{
    public ulong Depth => Lost.Number - Ancestor.Number;
}
