using System.CommandLine;

namespace Platone.Cli.Commands;

/// <summary><c>platone grid powerflow|convert|show</c>: networks in every format that we read.</summary>
static class GridCommand
{
    public static Command Create() =>
        new("grid", "Networks: solve one, convert it, look at it.") { GridPowerFlow.Create(), GridConvert.Create(), GridShow.Create() };

    public static Argument<string> Path(string name = "PATH") => new(name)
    {
        Description = "MATPOWER .m, PSS/E .raw or .rawx, power-grid-model or pandapower .json, CIM .xml, or a folder or .zip of CIM or CGMES files.",
    };

    /// <summary>What a file holds and the model does not is said, wherever the answer goes.</summary>
    public static void TellLeftOut(IReadOnlyList<string> leftOut)
    {
        const int Most = 20;
        foreach (var sentence in leftOut.Take(Most)) Console.Error.WriteLine($"Left out: {sentence}");
        if (leftOut.Count > Most) Console.Error.WriteLine($"Left out: {leftOut.Count - Most} more of the kind.");
    }
}
