namespace Platone.Contracts.Following;

/// <summary>
/// Where the follower stands, and the blocks that it has stood on: kept by the caller in the same commit as the events' effects, so that
/// each event takes effect once.
/// </summary>
public interface ICursor
{
    /// <summary>The newest block that was read, null before the first.</summary>
    ChainPosition? Position();

    /// <summary>The newest kept block at this number or below, null where none is kept.</summary>
    ChainPosition? AtOrBelow(ulong number);
}
