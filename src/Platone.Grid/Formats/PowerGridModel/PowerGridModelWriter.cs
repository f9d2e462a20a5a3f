using Platone.Grid.PowerFlow;

namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>Writes any network as an input dataset of power-grid-model.</summary>
public static class PowerGridModelWriter
{
    /// <param name="stream">Stays open.</param>
    /// <param name="solved">
    /// Where given, generators that hold a voltage become ones with the reactive power that was found; else they get a voltage regulator, which
    /// power-grid-model's Newton-Raphson method alone understands.
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
