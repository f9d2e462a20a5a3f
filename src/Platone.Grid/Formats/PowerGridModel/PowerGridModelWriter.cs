using Platone.Grid.PowerFlow;

namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>Writes any network as an input dataset of power-grid-model.</summary>
public static class PowerGridModelWriter
{
    /// <param name="stream">Stays open.</param>
    /// <param name="solved">
    /// Where given, generators that hold a voltage give the reactive power that was found, and hold the voltage that was found at their own node: so that
    /// those which hold another node's, which the format does not know, come to the same state. power-grid-model's Newton-Raphson method alone understands
    /// its voltage regulators; its other methods see that power.
    /// </param>
    public static PowerGridModelExport Write(Stream stream, Network network, PowerFlowResult? solved = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(network);
        if (solved is not null && solved.GeneratorPowersVA.Count != network.Generators.Count)
            throw new ArgumentException("the result of another network", nameof(solved));

        var dataset = new NetworkExport(network, solved).Export();
        dataset.Rows.Write(stream);
        return dataset.Export;
    }
}
