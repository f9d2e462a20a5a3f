namespace Platone.Grid.PowerFlow;

/// <summary>What is given at a bus, and so what its two equations say.</summary>
enum BusKind : byte
{
    /// <summary>Active and reactive power (a PQ bus).</summary>
    Load,

    /// <summary>Active power and the voltage's magnitude (a PV bus).</summary>
    Generator,

    /// <summary>Active power, and the voltage's magnitude at another bus.</summary>
    RemoteGenerator,

    /// <summary>The voltage (a slack bus).</summary>
    Slack,

    /// <summary>No source reaches it: no voltage.</summary>
    Dead,
}
