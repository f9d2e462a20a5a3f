namespace Platone.Contracts.Sending;

/// <summary>What became of a signed transaction. The numbers stand in stores: never renumber.</summary>
public enum Fate
{
    /// <summary>Durable, and on its way: sent or to be sent.</summary>
    Pending = 0,

    /// <summary>A block has it; a reorganisation may still take it out again.</summary>
    Mined = 1,

    /// <summary>So many blocks stand on its own that it counts as there for good.</summary>
    Final = 2,

    /// <summary>Another transaction of the same account and number, ours too, is in its place.</summary>
    Replaced = 3,

    /// <summary>The contract reverted it, or its number was used by somebody else; the reason says which.</summary>
    Refused = 4,
}
