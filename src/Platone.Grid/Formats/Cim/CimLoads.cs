using System.Numerics;

namespace Platone.Grid.Formats.Cim;

/// <summary>
/// What takes power, and what stands for a network beyond: consumers, equivalent injections that hold no voltage, motors, converters to direct current.
/// </summary>
sealed class CimLoads(CimModel model, CimNodes nodes, CimPowers powers, LeftOut leftOut)
{
    public List<Load> Read()
    {
        var loads = new List<Load>();
        foreach (var item in model.OfClass(CimClasses.Consumers)) loads.Add(LoadOf(item, ConsumptionOf(item)));
        foreach (var item in model.OfClass("AsynchronousMachine"))
            loads.Add(LoadOf(item, ZipPower.OfPower(powers.Of(item, CimProperties.MachineP, CimProperties.MachineQ))));

        var injections = model.OfClass("EquivalentInjection");
        var meeting = new MeetingInjections(injections, nodes);
        foreach (var item in injections)
        {
            if (item.Flag(CimProperties.InjectionRegulates) == true) continue;
            if (meeting.Contains(item))
                leftOut.Add("Injections that stand for each other's network at a boundary point take nothing, as both networks are there", item);

            var load = LoadOf(item, ZipPower.OfPower(powers.Of(item, CimProperties.InjectionP, CimProperties.InjectionQ)));
            loads.Add(load with { IsConnected = load.IsConnected && !meeting.Contains(item) });
        }

        foreach (var item in model.OfClass(CimClasses.Converters)) loads.Add(ConverterOf(item));
        return loads;
    }

    private Load LoadOf(CimObject item, ZipPower power)
    {
        var terminal = nodes.TerminalOf(item);
        return new(item.Id, item.Name, nodes.PlaceOf(terminal), nodes.IsClosed(terminal, item), power);
    }

    /// <summary>A converter may have a second terminal, at its point of common coupling with the network.</summary>
    private Load ConverterOf(CimObject item)
    {
        leftOut.Add("Direct-current networks are left out; their converters take the power that the files give", item);
        if (nodes.TerminalsOf(item) is not [var terminal, ..]) throw item.Error("no terminal; expected one");

        var power = 1e6 * new Complex(item.NumberOr(CimProperties.ConverterP, 0), item.NumberOr(CimProperties.ConverterQ, 0));
        return new(item.Id, item.Name, nodes.PlaceOf(terminal), nodes.IsClosed(terminal, item), ZipPower.OfPower(power));
    }

    private ZipPower ConsumptionOf(CimObject item)
    {
        Complex? fixedPower = item.NumberOrNull(CimProperties.ConsumerPFixed) is { } p ? new(p, item.NumberOr(CimProperties.ConsumerQFixed, 0)) : null;
        var power = powers.Of(item, CimProperties.ConsumerP, CimProperties.ConsumerQ, fixedPower);
        if (item.Reference(CimProperties.LoadResponse) is not { } response || !IsSupposed(item)) return ZipPower.OfPower(power);

        return new LoadResponse(response, leftOut).Apply(power);
    }

    /// <summary>A solved power is what it takes at the solved voltage, not at the rated one.</summary>
    private static bool IsSupposed(CimObject item) =>
        (item.NumberOrNull(CimProperties.ConsumerP) ?? item.NumberOrNull(CimProperties.ConsumerPFixed)) is not null;
}
