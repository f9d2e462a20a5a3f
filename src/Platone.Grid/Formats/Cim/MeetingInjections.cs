namespace Platone.Grid.Formats.Cim;

/// <summary>
/// Equivalent injections of two operators' models at one boundary point. Each stands for the other's network; where both are read together the networks
/// themselves are there, and the injections take nothing (IEC TS 61970-600-1 on assembling models).
/// </summary>
sealed class MeetingInjections
{
    private readonly HashSet<CimObject> _injections = [];

    public MeetingInjections(IEnumerable<CimObject> injections, CimNodes nodes)
    {
        foreach (var atPoint in injections.Where(item => nodes.IsAtBoundary(nodes.TerminalOf(item))).GroupBy(item => nodes.PlaceOf(nodes.TerminalOf(item))))
            if (atPoint.Count() > 1) _injections.UnionWith(atPoint);
    }

    public bool Contains(CimObject injection) => _injections.Contains(injection);
}
