using System.Numerics;
using Platone.Grid;
using Platone.Grid.PowerFlow;

namespace Platone.Cli.Grids;

/// <summary>What <c>platone grid powerflow --json</c> tells. Numbers that an iteration lost are null.</summary>
/// <param name="MaxMismatchPu">Per unit of the file's base power.</param>
/// <param name="WorstBus">Where that is.</param>
sealed record PowerFlowDocument<TBus, TBranch>(
    bool Converged, int Iterations, double? MaxMismatchPu, string? WorstBus, IReadOnlyList<TBus> Buses, IReadOnlyList<TBranch> Branches,
    IReadOnlyList<string> LeftOut);

/// <param name="VaDeg">Of phase a, degrees.</param>
sealed record BusState(string Id, string Name, double? VmPu, double? VaDeg);

sealed record BranchState(string Id, string From, string To, double? PFromMw, double? QFromMvar, double? PToMw, double? QToMvar);

/// <summary>By phase: a, b, c.</summary>
sealed record PhaseBusState(string Id, string Name, double?[] VmPu, double?[] VaDeg);

sealed record PhaseBranchState(string Id, string From, string To, double?[] PFromMw, double?[] QFromMvar, double?[] PToMw, double?[] QToMvar);

static class PowerFlowDocument
{
    public static PowerFlowDocument<BusState, BranchState> Of(PowerFlowResult result)
    {
        var network = result.Network;
        var buses = Buses(network, (node, i) => new BusState(
            node.Id, node.Name, Finite(result.NodeVoltagesPu[i].Magnitude), Degrees(result.NodeVoltagesPu[i])));
        List<BranchState> branches =
        [
            .. network.Lines.Select((line, i) => Branch(network, line.Id, line.From, line.To, result.Lines[i])),
            .. network.Transformers.Select((one, i) => Branch(network, one.Id, one.From, one.To, result.Transformers[i])),
            .. network.Links.Select((link, i) => Branch(network, link.Id, link.From, link.To, new BranchFlow(result.LinkFlowsVA[i], -result.LinkFlowsVA[i]))),
        ];
        return new(result.Converged, result.Iterations, Finite(result.MaxMismatchPu), WorstBus(network, result.WorstNode), buses, branches, network.LeftOut);
    }

    public static PowerFlowDocument<PhaseBusState, PhaseBranchState> Of(AsymmetricPowerFlowResult result)
    {
        var network = result.Network;
        var buses = Buses(network, (node, i) => new PhaseBusState(
            node.Id, node.Name, Each(result.NodeVoltagesPu[i], voltage => Finite(voltage.Magnitude)), Each(result.NodeVoltagesPu[i], Degrees)));
        List<PhaseBranchState> branches =
        [
            .. network.Lines.Select((line, i) => Branch(network, line.Id, line.From, line.To, result.Lines[i])),
            .. network.Transformers.Select((one, i) => Branch(network, one.Id, one.From, one.To, result.Transformers[i])),
            .. network.Links.Select((link, i) => Branch(
                network, link.Id, link.From, link.To, new PhaseBranchFlow(result.LinkFlowsVA[i], result.LinkFlowsVA[i] * -1))),
        ];
        return new(result.Converged, result.Iterations, Finite(result.MaxMismatchPu), WorstBus(network, result.WorstNode), buses, branches, network.LeftOut);
    }

    private static string? WorstBus(Network network, int node) => node < 0 ? null : network.Nodes[node].Id;

    private static List<T> Buses<T>(Network network, Func<Node, int, T> state)
    {
        var buses = new List<T>(network.Nodes.Count);
        for (var i = 0; i < network.Nodes.Count; i++)
            if (!network.Nodes[i].IsStarPoint) buses.Add(state(network.Nodes[i], i));

        return buses;
    }

    private static BranchState Branch(Network network, string id, int from, int to, BranchFlow flow) => new(
        id, network.Nodes[from].Id, network.Nodes[to].Id, Mega(flow.FromVA.Real), Mega(flow.FromVA.Imaginary), Mega(flow.ToVA.Real), Mega(flow.ToVA.Imaginary));

    private static PhaseBranchState Branch(Network network, string id, int from, int to, PhaseBranchFlow flow) => new(
        id, network.Nodes[from].Id, network.Nodes[to].Id, Each(flow.FromVA, power => Mega(power.Real)), Each(flow.FromVA, power => Mega(power.Imaginary)),
        Each(flow.ToVA, power => Mega(power.Real)), Each(flow.ToVA, power => Mega(power.Imaginary)));

    private static double?[] Each(PhaseVector phases, Func<Complex, double?> value) => [value(phases.A), value(phases.B), value(phases.C)];

    private static double? Mega(double value) => Finite(value / 1e6);

    private static double? Degrees(Complex voltage) => Finite(voltage.Phase * 180 / Math.PI);

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
