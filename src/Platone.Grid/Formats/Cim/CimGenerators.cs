using System.Numerics;

namespace Platone.Grid.Formats.Cim;

/// <summary>
/// What gives power or holds a voltage: synchronous machines, external networks, equivalent injections that regulate, static var compensators.
/// </summary>
sealed class CimGenerators(CimModel model, CimNodes nodes, CimPowers powers, LeftOut leftOut)
{
    private readonly VoltageControl _control = new(nodes);
    private readonly CapabilityCurves _curves = new(model);

    public List<Feeding> Read()
    {
        var feeding = new List<Feeding>();
        foreach (var item in model.OfClass("SynchronousMachine")) feeding.Add(MachineOf(item));
        foreach (var item in model.OfClass("ExternalNetworkInjection")) feeding.Add(FeederOf(item));
        foreach (var item in model.OfClass("EquivalentInjection"))
            if (item.Flag(CimProperties.InjectionRegulates) == true) feeding.Add(InjectionOf(item));

        foreach (var item in model.OfClass("StaticVarCompensator")) feeding.Add(CompensatorOf(item));
        return feeding;
    }

    private Feeding MachineOf(CimObject item)
    {
        Complex? initial = item.Reference(CimProperties.MachineUnit)?.NumberOrNull(CimProperties.UnitInitialP) is { } p
            ? new(-p, -item.NumberOr(CimProperties.MachineBaseQ, 0))
            : null;
        var power = -powers.Of(item, CimProperties.MachineP, CimProperties.MachineQ, initial);
        var range = item.Reference(CimProperties.MachineCurve) is { } curve ? _curves.At(curve, power.Real / 1e6) : null;
        range ??= ReactiveRange.OfMvar(item.LimitOrNull(CimProperties.MachineMinQ), item.LimitOrNull(CimProperties.MachineMaxQ));
        return new(item, GeneratorOf(item, power, TargetOf(item), range.Value), PriorityOf(item, CimProperties.MachinePriority), IsFeeder: false);
    }

    private Feeding FeederOf(CimObject item)
    {
        var priority = PriorityOf(item, CimProperties.FeederPriority);
        var power = -powers.Of(item, CimProperties.FeederP, CimProperties.FeederQ, priority > 0 ? 0 : null);
        var range = ReactiveRange.OfMvar(item.LimitOrNull(CimProperties.FeederMinQ), item.LimitOrNull(CimProperties.FeederMaxQ));
        return new(item, GeneratorOf(item, power, TargetOf(item), range), priority, IsFeeder: true);
    }

    private Feeding InjectionOf(CimObject item)
    {
        var terminal = nodes.TerminalOf(item);
        var place = nodes.PlaceOf(terminal);
        var range = ReactiveRange.OfMvar(item.LimitOrNull(CimProperties.InjectionMinQ), item.LimitOrNull(CimProperties.InjectionMaxQ));
        var power = -powers.Of(item, CimProperties.InjectionP, CimProperties.InjectionQ);
        var target = new VoltageTarget(place, 1e3 * item.Positive(CimProperties.InjectionTarget));
        return new(item, GeneratorOf(item, power, target, range), 0, IsFeeder: false);
    }

    /// <summary>
    /// Holds its voltage between the two admittances that its ratings are the reciprocals of; what they give in var is told at the solved voltage, else at
    /// the target. One that does not hold a voltage gives what it gave in the solved case.
    /// </summary>
    private Feeding CompensatorOf(CimObject item)
    {
        var solved = powers.SolvedOf(item);
        var power = new Complex(0, -(solved?.Imaginary ?? 1e6 * item.NumberOr(CimProperties.CompensatorQ, 0)));
        if (TargetOf(item) is not { } target) return new(item, GeneratorOf(item, power, null, ReactiveRange.Unlimited), 0, IsFeeder: false);

        if (item.NumberOr(CimProperties.CompensatorSlope, 0) != 0) leftOut.Add("Static var compensators hold their voltage without their slope", item);
        var node = nodes.Nodes[nodes.PlaceOf(nodes.TerminalOf(item))];
        var voltageV = node.RatedVoltageV * (node.GivenVoltage is { Pu: > 0 } given ? given.Pu : target.VoltageV / nodes.Nodes[target.Node].RatedVoltageV);
        var range = new ReactiveRange(VarOf(item, CimProperties.InductiveRating, voltageV) ?? double.NegativeInfinity,
            VarOf(item, CimProperties.CapacitiveRating, voltageV) ?? double.PositiveInfinity);
        return new(item, GeneratorOf(item, power, target, range), 0, IsFeeder: false);
    }

    /// <summary>The rating is a reactance: IEC 61970-301, StaticVarCompensator. Zero is none.</summary>
    private static double? VarOf(CimObject item, CimProperty rating, double voltageV) =>
        item.NumberOrNull(rating) is { } ohm and not 0 ? voltageV * voltageV / ohm : null;

    /// <summary>What is out of service holds nothing, and tools write any target for it.</summary>
    private VoltageTarget? TargetOf(CimObject item) => nodes.IsClosed(nodes.TerminalOf(item), item) ? _control.Of(item) : null;

    private Generator GeneratorOf(CimObject item, Complex power, VoltageTarget? target, ReactiveRange range)
    {
        var terminal = nodes.TerminalOf(item);
        return new(item.Id, item.Name, nodes.PlaceOf(terminal), nodes.IsClosed(terminal, item), ZipPower.OfPower(power))
        {
            Target = target,
            MinimumReactivePowerVar = range.MinimumVar,
            MaximumReactivePowerVar = range.MaximumVar,
        };
    }

    private static int PriorityOf(CimObject item, CimProperty property) =>
        item.WholeOrNull(property) is not { } priority ? 0 : priority >= 0 ? priority : throw item.Error(property, $"{priority}; expected 0 or more");
}
