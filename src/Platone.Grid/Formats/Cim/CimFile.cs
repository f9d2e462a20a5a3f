namespace Platone.Grid.Formats.Cim;

/// <summary>One file of a CIM model: an equipment, state, topology or boundary profile.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Open">Opens its XML from the beginning; whoever reads it closes it.</param>
public sealed record CimFile(string Name, Func<Stream> Open);
