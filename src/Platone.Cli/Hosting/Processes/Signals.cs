using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Platone.Cli.Hosting.Processes;

/// <summary>Asks a process something, as its service manager would.</summary>
static partial class Signals
{
    private const int SigHup = 1;
    private const int SigTerm = 15;

    public static void Terminate(Process process)
    {
        if (OperatingSystem.IsWindows()) process.Kill();
        else _ = Kill(process.Id, SigTerm);
    }

    /// <summary>Asks it to read its files again.</summary>
    public static void Reload(Process process)
    {
        if (!OperatingSystem.IsWindows()) _ = Kill(process.Id, SigHup);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
