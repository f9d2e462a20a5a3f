using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Platone.Cli.Hosting.Processes;

/// <summary>Asks a process to end, as its service manager would.</summary>
static partial class Signals
{
    private const int SigTerm = 15;

    public static void Terminate(Process process)
    {
        if (OperatingSystem.IsWindows()) process.Kill();
        else _ = Kill(process.Id, SigTerm);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
