namespace Platone.Contracts.Tests;

/// <summary>What a connection to a node can be like.</summary>
public enum WireState
{
    Works,
    Cut,
    Hangs,
    NodeIsBusy,
    NodeRefuses,

    /// <summary>Transactions arrive; that they did is not heard.</summary>
    LosesAnswers,
}
