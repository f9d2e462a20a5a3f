namespace Platone.Grid;

/// <summary>Where equipment meets a node, and what a power or current there counts as positive.</summary>
/// <param name="Place">Of the equipment in the network's list of its kind.</param>
public readonly record struct Terminal(TerminalKind Kind, int Place);

/// <summary>Into the branch at its ends; taken by loads and shunts; given by sources, generators and, as a sum, by what stands at a node.</summary>
public enum TerminalKind
{
    LineFrom,
    LineTo,
    LinkFrom,
    LinkTo,
    TransformerFrom,
    TransformerTo,
    Source,
    Generator,
    Load,
    Shunt,
    Node,
}
