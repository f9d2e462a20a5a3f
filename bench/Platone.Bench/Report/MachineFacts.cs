using System.Globalization;
using System.Runtime.InteropServices;

namespace Platone.Bench.Report;

/// <summary>What a figure depends on beside the code.</summary>
/// <param name="LoadAverageBefore">
/// Runnable threads on the machine in the minute before the bench: above zero, others compete for the cores. Null where the system does not tell.
/// </param>
/// <param name="FileSystem">Where the bench wrote: on one in memory a commit costs nothing.</param>
sealed record MachineFacts(int Cores, string Processor, string OperatingSystem, string Runtime, string FileSystem, double? LoadAverageBefore)
{
    public static MachineFacts Read(string folder) => new(
        Environment.ProcessorCount, ProcessorModel(), RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription,
        new DriveInfo(folder).DriveFormat, LoadAverage());

    public override string ToString()
    {
        var load = LoadAverageBefore?.ToString(CultureInfo.InvariantCulture) ?? "unknown";
        return $"{Cores} cores ({Processor}), {OperatingSystem}, {Runtime}, {FileSystem}, load before {load}";
    }

    private static string ProcessorModel()
    {
        const string Facts = "/proc/cpuinfo";
        var lines = File.Exists(Facts) ? File.ReadLines(Facts) : [];
        var model = lines.FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
        return model?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static double? LoadAverage()
    {
        const string Facts = "/proc/loadavg";
        return File.Exists(Facts) ? double.Parse(File.ReadAllText(Facts).Split(' ')[0], CultureInfo.InvariantCulture) : null;
    }
}
