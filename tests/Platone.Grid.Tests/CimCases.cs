using System.Numerics;
using Platone.Grid.Formats.Cim;

namespace Platone.Grid.Tests;

/// <summary>The published CIM models, each as the files that belong together.</summary>
static class CimCases
{
    private const string Micro = "cgmes/v2.4.15/MicroGrid-BaseCase/";
    private const string MicroBoundary = Micro + "CGMES_v2.4.15_MicroGridTestConfiguration_BD_v2";
    private const string Small = "cgmes/v2.4.15/SmallGrid-BusBranch/CGMES_v2.4.15_SmallGridTestConfiguration_";
    private const string Relicap = "cgmes/v3-relicap/";
    private const string RelicapBoundary = Relicap + "CommonAndBoundaryData/CommonData_and_Boundary_merged.xml";

    private static readonly Dictionary<string, string[]> _paths = new()
    {
        ["MicroGrid"] = [Micro + "CGMES_v2.4.15_MicroGridTestConfiguration_BC_Assembled_v2", MicroBoundary],
        ["MicroGridBelgium"] = [Micro + "CGMES_v2.4.15_MicroGridTestConfiguration_BC_BE_v2", MicroBoundary],
        ["MicroGridNetherlands"] = [Micro + "CGMES_v2.4.15_MicroGridTestConfiguration_BC_NL_v2", MicroBoundary],
        ["SmallGrid"] = [Small + "BaseCase_Complete_v3.0.0", Small + "Boundary_v3.0.0"],
        ["MicroGridWithoutTopology"] = ["cgmes/v2.4.15/MicroGrid-BC_BE_v2_measurements", MicroBoundary],
        ["MicroGrid3"] = ["cgmes/v3/MicroGrid"],
        ["Belgovia"] = [Relicap + "IGM_Belgovia", RelicapBoundary],
        ["Svedala"] = [Relicap + "IGM_Svedala", RelicapBoundary],
        ["BelgoviaAndSvedala"] = [Relicap + "IGM_Belgovia", Relicap + "IGM_Svedala", RelicapBoundary],
        ["CigreMediumVoltage"] = ["cim-cigre-mv/pyvolt-CIGRE-MV-NoTap"],
        ["SampleBusBranch"] = ["cim-cigre-mv/cimpy-Sample_Grid_Switches/Bus-Branch"],
        ["SampleNodeBreaker"] = ["cim-cigre-mv/cimpy-Sample_Grid_Switches/Node-Breaker"],
    };

    public static Network ByName(string name) => CimReader.Read(FilesOf(name));

    /// <summary>Files of the case's folders, and files that it names.</summary>
    public static IReadOnlyList<CimFile> FilesOf(string name) => [.. _paths[name].SelectMany(FilesAt)];

    /// <summary>SvPowerFlow: what flows into equipment, VA, by its id and the end's number.</summary>
    public static Dictionary<(string Id, int End), Complex> FlowsOf(string name)
    {
        var model = new CimModel();
        foreach (var file in FilesOf(name)) CimXml.Read(file, model);
        var ends = model.OfClass("PowerTransformerEnd").ToDictionary(end => end.Required(CimProperties.EndTerminal));
        var flows = new Dictionary<(string, int), Complex>();
        foreach (var flow in model.OfClass("SvPowerFlow"))
        {
            var terminal = flow.Required(CimProperties.FlowTerminal);
            var number = (int)(ends.TryGetValue(terminal, out var end) ? end.Number(CimProperties.EndNumber) : terminal.Number(CimProperties.SequenceNumber));
            var megavoltAmperes = new Complex(flow.Number(CimProperties.FlowP), flow.Number(CimProperties.FlowQ));
            flows.Add((terminal.Required(CimProperties.TerminalEquipment).Id, number), 1e6 * megavoltAmperes);
        }

        return flows;
    }

    private static IEnumerable<CimFile> FilesAt(string path)
    {
        var full = SharedData.Path(path);
        string[] files = File.Exists(full) ? [full] : Directory.GetFiles(full, "*.xml");
        return files.Order(StringComparer.Ordinal).Select(file => new CimFile(Path.GetFileName(file), () => File.OpenRead(file)));
    }
}
