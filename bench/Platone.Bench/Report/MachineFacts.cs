using System.Globalization;
using System.Runtime.InteropServices;

namespace Platone.Bench.Report;

/// <summary>What a figure depends on beside the code.</summary>
/// <param name="LoadAverage1MinuteBefore">Runnable threads on the machine when the bench started: above zero, others compete for the cores. Null where the system does not tell.</param>
/// <param name="FileSystem">Where the bench wrote: on one in memory a commit costs nothing.</param>
sealed record MachineFacts(int Cores, string Processor, string OperatingSystem, string Runtime, string FileSystem, double? LoadAverage1MinuteBefore)
{
    public static MachineFacts Read(string folder) => new(
        Environment.ProcessorCount, ProcessorModel(), RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription, new DriveInfo(folder).DriveFormat, LoadAverage());

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Cores} cores ({Processor}), {OperatingSystem}, {Runtime}, {FileSystem}, load before {LoadAverage1MinuteBefore?.ToString(CultureInfo.InvariantCulture) ?? "unknown"}");

    private static string ProcessorModel()
    {
        const string File = "/proc/cpuinfo";
        var line = System.IO.File.Exists(File) ? System.IO.File.ReadLines(File).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static double? LoadAverage()
    {
        const string File = "/proc/loadavg";
        return System.IO.File.Exists(File) ? double.Parse(System.IO.File.ReadAllText(File).Split(' ')[0], CultureInfo.InvariantCulture) : null;
    }
}
