using System.Globalization;

namespace Platone.Bench.Brokers;

/// <summary>What a process has cost so far, as Linux tells it.</summary>
static class ProcessCost
{
    /// <summary>Processor time of all threads that are alive, exact to the nanosecond: /proc/PID/stat counts ticks of 10 ms.</summary>
    public static long CpuNanoseconds(int pid) => Directory.EnumerateDirectories($"/proc/{pid}/task")
        .Sum(task => long.Parse(File.ReadAllText(Path.Combine(task, "schedstat")).Split(' ')[0], CultureInfo.InvariantCulture));

    public static double ResidentMebibytes(int pid) => Status(pid, "VmRSS:");

    /// <summary>The most that it ever had.</summary>
    public static double PeakResidentMebibytes(int pid) => Status(pid, "VmHWM:");

    private static double Status(int pid, string name)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        var kibibytes = line[name.Length..].Trim().Split(' ')[0];
        return Math.Round(long.Parse(kibibytes, CultureInfo.InvariantCulture) / 1024.0, 1);
    }
}
