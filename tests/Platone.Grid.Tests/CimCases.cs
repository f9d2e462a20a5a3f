using Platone.Grid.Formats.Cim;

namespace Platone.Grid.Tests;

/// <summary>The published CIM models, each as the files that belong together.</summary>
static class CimCases
{
    private const string Micro = "cgmes/v2.4.15/MicroGrid-BaseCase/";
    private const string MicroBoundary = Micro + "CGMES_v2.4.15_MicroGridTestConfiguration_BD_v2";
    private const string Small = "cgmes/v2.4.15/SmallGrid-BusBranch/CGMES_v2.4.15_SmallGridTestConfiguration_";
    private const string Relicap = "cgmes/v3-relicap/";

    public static Network MicroGrid() => Read(Micro + "CGMES_v2.4.15_MicroGridTestConfiguration_BC_Assembled_v2", MicroBoundary);

    public static Network MicroGridBelgium() => Read(Micro + "CGMES_v2.4.15_MicroGridTestConfiguration_BC_BE_v2", MicroBoundary);

    public static Network MicroGridNetherlands() => Read(Micro + "CGMES_v2.4.15_MicroGridTestConfiguration_BC_NL_v2", MicroBoundary);

    public static Network SmallGrid() => Read(Small + "BaseCase_Complete_v3.0.0", Small + "Boundary_v3.0.0");

    public static Network MicroGrid3() => Read("cgmes/v3/MicroGrid");

    public static Network Belgovia() => Read(Relicap + "IGM_Belgovia", Relicap + "CommonAndBoundaryData/CommonData_and_Boundary_merged.xml");

    public static Network Svedala() => Read(Relicap + "IGM_Svedala", Relicap + "CommonAndBoundaryData/CommonData_and_Boundary_merged.xml");

    public static Network CigreMediumVoltage() => Read("cim-cigre-mv/pyvolt-CIGRE-MV-NoTap");

    public static Network SampleBusBranch() => Read("cim-cigre-mv/cimpy-Sample_Grid_Switches/Bus-Branch");

    public static Network SampleNodeBreaker() => Read("cim-cigre-mv/cimpy-Sample_Grid_Switches/Node-Breaker");

    /// <param name="paths">Files, and folders whose XML files all belong to the model.</param>
    private static Network Read(params string[] paths) => CimReader.Read([.. paths.SelectMany(FilesOf)]);

    private static IEnumerable<CimFile> FilesOf(string path)
    {
        var full = SharedData.Path(path);
        string[] files = File.Exists(full) ? [full] : Directory.GetFiles(full, "*.xml");
        return files.Order(StringComparer.Ordinal).Select(file => new CimFile(Path.GetFileName(file), () => File.OpenRead(file)));
    }
}
