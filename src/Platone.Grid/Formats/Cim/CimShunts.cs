using System.Numerics;

namespace Platone.Grid.Formats.Cim;

/// <summary>Capacitor banks, reactors and other admittances to earth.</summary>
sealed class CimShunts(CimModel model, CimNodes nodes, LeftOut leftOut)
{
    private readonly Dictionary<CimObject, CimObject> _states = model.StateBy(CimProperties.StateShunt, "SvShuntCompensatorSections");
    private readonly ILookup<CimObject, CimObject> _points = model.OfClassBy(CimProperties.PointShunt, "NonlinearShuntCompensatorPoint");

    public List<Shunt> Read()
    {
        var shunts = new List<Shunt>();
        foreach (var item in model.OfClass("LinearShuntCompensator")) shunts.Add(LinearOf(item));
        foreach (var item in model.OfClass("NonlinearShuntCompensator")) shunts.Add(NonlinearOf(item));
        foreach (var item in model.OfClass("EquivalentShunt"))
            shunts.Add(ShuntOf(item, new(item.Number(CimProperties.EquivalentShuntG), item.Number(CimProperties.EquivalentShuntB)), 0));

        return shunts;
    }

    private Shunt LinearOf(CimObject item)
    {
        var sections = SectionsOf(item);
        var positive = new Complex(item.NumberOr(CimProperties.SectionG, 0), item.Number(CimProperties.SectionB));
        var zero = new Complex(item.NumberOr(CimProperties.SectionG0, 0), item.NumberOr(CimProperties.SectionB0, 0));
        return ShuntOf(item, sections * positive, sections * zero);
    }

    /// <summary>A point is what the sections up to its number do together, with nothing between points (IEC 61970-301).</summary>
    private Shunt NonlinearOf(CimObject item)
    {
        var sections = SectionsOf(item);
        if (sections == 0) return ShuntOf(item, 0, 0);

        var point = _points[item].FirstOrDefault(point => point.Number(CimProperties.PointSection) == sections)
            ?? throw item.Error($"no point of section {sections}; expected one of each section");
        return ShuntOf(
            item,
            new(point.NumberOr(CimProperties.PointShuntG, 0), point.Number(CimProperties.PointShuntB)),
            new(point.NumberOr(CimProperties.PointShuntG0, 0), point.NumberOr(CimProperties.PointShuntB0, 0)));
    }

    private Shunt ShuntOf(CimObject item, Complex positive, Complex zero)
    {
        if (item.Reference(CimProperties.Control) is not null && item.Flag(CimProperties.ControlEnabled) == true)
            leftOut.Add("Shunts that regulate stay at their number of sections", item);

        var terminal = nodes.TerminalOf(item);
        var isEarthed = item.Flag(CimProperties.ShuntGrounded) ?? true;
        return new(item.Id, item.Name, nodes.PlaceOf(terminal), nodes.IsClosed(terminal, item), positive, isEarthed ? zero : 0);
    }

    /// <summary>As solved, else as supposed, else as normal.</summary>
    private double SectionsOf(CimObject item) =>
        _states.GetValueOrDefault(item)?.NumberOrNull(CimProperties.StateSections)
        ?? item.NumberOrNull(CimProperties.Sections)
        ?? item.Number(CimProperties.NormalSections);
}
