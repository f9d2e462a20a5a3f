using System.Numerics;

namespace Platone.Grid.Formats.Cim;

/// <summary>Energy sources: a voltage behind an impedance where they are given a voltage, else a power.</summary>
sealed class CimEnergySources(CimModel model, CimNodes nodes, CimPowers powers, LeftOut leftOut)
{
    /// <param name="loads">Those that are given a power are added here.</param>
    public List<Source> Read(List<Load> loads)
    {
        var sources = new List<Source>();
        foreach (var item in model.OfClass("EnergySource"))
        {
            if (item.NumberOrNull(CimProperties.SourceP) is null && item.NumberOrNull(CimProperties.SourceVoltage) is > 0) sources.Add(SourceOf(item));
            else loads.Add(LoadOf(item));
        }

        return sources;
    }

    private Source SourceOf(CimObject item)
    {
        var terminal = nodes.TerminalOf(item);
        var voltageV = 1e3 * item.Positive(CimProperties.SourceVoltage);
        var angleRad = double.DegreesToRadians(item.NumberOr(CimProperties.SourceAngle, 0));
        return new(item.Id, item.Name, nodes.PlaceOf(terminal), nodes.IsClosed(terminal, item), voltageV, angleRad)
        {
            PositiveSequenceOhm = new(item.NumberOr(CimProperties.SourceR, 0), item.NumberOr(CimProperties.SourceX, 0)),
            ZeroSequenceOhm = new(item.NumberOr(CimProperties.SourceR0, 0), item.NumberOr(CimProperties.SourceX0, 0)),
        };
    }

    private Load LoadOf(CimObject item)
    {
        leftOut.Add("Energy sources with a given power hold no voltage", item);
        var terminal = nodes.TerminalOf(item);
        var power = powers.Of(item, CimProperties.SourceP, CimProperties.SourceQ);
        return new(item.Id, item.Name, nodes.PlaceOf(terminal), nodes.IsClosed(terminal, item), ZipPower.OfPower(power));
    }
}
