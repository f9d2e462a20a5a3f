using System.Diagnostics;

namespace Platone.Bench.Ingest;

/// <summary>Processor time that processes have used, all their threads together.</summary>
readonly record struct ProcessorTimes(TimeSpan AccessLayer, TimeSpan Broker, TimeSpan Chain, TimeSpan Publisher)
{
    public static ProcessorTimes Read(int accessLayer, int broker, int chain) => new(Of(accessLayer), Of(broker), Of(chain), Of(Environment.ProcessId));

    public static ProcessorTimes operator -(ProcessorTimes later, ProcessorTimes earlier) => new(
        later.AccessLayer - earlier.AccessLayer, later.Broker - earlier.Broker, later.Chain - earlier.Chain, later.Publisher - earlier.Publisher);

    private static TimeSpan Of(int pid)
    {
        using var process = Process.GetProcessById(pid);
        return process.TotalProcessorTime;
    }
}
