using System.Numerics;

namespace Platone.Grid.Formats.Cim;

/// <summary>
/// What flows into equipment with one terminal: as the steady-state hypothesis supposes it, else as the solved case has it, else as the equipment profile
/// does. Consumption is positive, of machines too (IEC 61970-301: "load sign convention is used").
/// </summary>
sealed class CimPowers(CimNodes nodes, Dictionary<CimObject, CimObject> flows, LeftOut leftOut)
{
    /// <returns>VA.</returns>
    public Complex Of(CimObject item, CimProperty p, CimProperty q, Complex? otherwiseMva = null)
    {
        var (active, reactive) = (item.NumberOrNull(p), item.NumberOrNull(q));
        if (active is null && reactive is null) return SolvedOf(item) ?? 1e6 * (otherwiseMva ?? NothingOf(item));

        return 1e6 * new Complex(active ?? 0, reactive ?? 0);
    }

    /// <summary>As the solved case has it, null where it does not tell.</summary>
    public Complex? SolvedOf(CimObject item) => flows.TryGetValue(nodes.TerminalOf(item), out var flow)
        ? 1e6 * new Complex(flow.Number(CimProperties.FlowP), flow.Number(CimProperties.FlowQ))
        : null;

    private Complex NothingOf(CimObject item)
    {
        leftOut.Add($"No power is given for each {item.Class}, which takes none", item);
        return 0;
    }
}
