using Platone.Grid.PowerFlow;

namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>Writes what a power flow found as power-grid-model does: output datasets, for one network or a batch of scenarios.</summary>
public static class PowerGridModelOutput
{
    /// <param name="stream">Stays open.</param>
    public static void Write(Stream stream, PowerGridModelInput input, PowerFlowResult result)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(result);

        OutputWriter.WriteOne(stream, "sym_output", input, new BalancedState(result));
    }

    public static void Write(Stream stream, PowerGridModelInput input, AsymmetricPowerFlowResult result)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(result);

        OutputWriter.WriteOne(stream, "asym_output", input, new PhaseState(result));
    }

    /// <param name="scenarios">In the update's order; taken one at a time, so that a batch need not be in memory.</param>
    public static void WriteBatch(Stream stream, IEnumerable<(PowerGridModelInput Input, PowerFlowResult Result)> scenarios)
    {
        ArgumentNullException.ThrowIfNull(scenarios);

        OutputWriter.WriteBatch(stream, "sym_output", scenarios.Select(static scenario => (scenario.Input, (IOutputState)new BalancedState(scenario.Result))));
    }

    public static void WriteBatch(Stream stream, IEnumerable<(PowerGridModelInput Input, AsymmetricPowerFlowResult Result)> scenarios)
    {
        ArgumentNullException.ThrowIfNull(scenarios);

        OutputWriter.WriteBatch(stream, "asym_output", scenarios.Select(static scenario => (scenario.Input, (IOutputState)new PhaseState(scenario.Result))));
    }
}
