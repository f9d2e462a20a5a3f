namespace Platone.Grid.Formats.Cim;

/// <summary>A machine or feeder, which may become the reference of angles of its part of the network.</summary>
/// <param name="Priority">1 is the highest; 0 never (IEC 61970-301, referencePriority).</param>
/// <param name="IsFeeder">An external network, which is the reference where no priority says otherwise.</param>
sealed record Feeding(CimObject Equipment, Generator Generator, int Priority, bool IsFeeder);
