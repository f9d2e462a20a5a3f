namespace Platone.Grid.Formats.Cim;

/// <summary>Switches of all kinds.</summary>
sealed class CimLinks(CimModel model, CimNodes nodes, LeftOut leftOut)
{
    private readonly Dictionary<CimObject, CimObject> _states = model.StateBy(CimProperties.StateSwitch, "SvSwitch");

    public List<Link> Read()
    {
        var links = new List<Link>();
        foreach (var item in model.OfClass(CimClasses.Switches))
            if (LinkOf(item) is { } link) links.Add(link);

        return links;
    }

    private Link? LinkOf(CimObject item)
    {
        if (item.Class == "GroundDisconnector" && nodes.TerminalsOf(item).Count < 2)
        {
            leftOut.Add("Earthing switches with one terminal are left out", item);
            return null;
        }

        var (from, to) = nodes.TwoTerminalsOf(item);
        var (fromNode, toNode) = (nodes.PlaceOf(from), nodes.PlaceOf(to));
        if (fromNode == toNode) return null;   // The topology processor made one node of both ends: the switch is in there already.

        var isClosed = !IsOpen(item);
        return new(item.Id, item.Name, fromNode, toNode, isClosed && nodes.IsClosed(from, item), isClosed && nodes.IsClosed(to, item));
    }

    /// <summary>As solved, else as supposed, else as normal.</summary>
    private bool IsOpen(CimObject item) =>
        _states.GetValueOrDefault(item)?.Flag(CimProperties.StateSwitchOpen)
        ?? item.Flag(CimProperties.SwitchOpen)
        ?? item.Flag(CimProperties.SwitchNormalOpen)
        ?? false;
}
