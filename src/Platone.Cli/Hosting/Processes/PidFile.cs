using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Platone.Cli.Hosting.Processes;

/// <summary>Remembers a child's pid, start time and name, so that a later start ends just that process and never another with its number.</summary>
sealed class PidFile(string path)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public void Record(Process process) => File.WriteAllText(path, Identity(process));

    public void Forget() => File.Delete(path);

    /// <summary>Ends the process that an earlier run, killed itself, left behind.</summary>
    public void EndLeftover()
    {
        if (!File.Exists(path)) return;

        var recorded = File.ReadAllText(path);
        if (int.TryParse(recorded.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && Find(pid) is { } process)
        {
            using (process)
            {
                if (Identity(process) == recorded)
                {
                    Signals.Terminate(process);
                    if (!process.WaitForExit(Patience)) process.Kill(entireProcessTree: true);
                }
            }
        }

        Forget();
    }

    private static Process? Find(int pid)
    {
        try
        {
            return Process.GetProcessById(pid);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string Identity(Process process)
    {
        try
        {
            return string.Create(CultureInfo.InvariantCulture, $"{process.Id} {StartOf(process)} {process.ProcessName}");
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or IOException)
        {
            // It ended in between.
            return "";
        }
    }

    /// <summary>
    /// When the process started, the same whoever asks: on Linux in ticks since boot (proc(5), field 22), because there
    /// <see cref="Process.StartTime"/> counts from a boot time that every asking process estimates a little differently.
    /// </summary>
    private static string StartOf(Process process)
    {
        if (!OperatingSystem.IsLinux()) return process.StartTime.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

        // "pid (name) state ...": the name may hold anything, so count from its end.
        var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Id}/stat"));
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
    }
}
