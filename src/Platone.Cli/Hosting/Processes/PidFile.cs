using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Platone.Cli.Hosting.Processes;

/// <summary>
/// Remembers a child, so that a later start ends just that process and never another with its number: before it is started its whole
/// command line (<c>.starting</c>), from then on its pid, start time and name (<c>.pid</c>). So there is no moment at which this process
/// could be killed and leave a child that nobody knows.
/// </summary>
/// <param name="path">Without the endings.</param>
sealed class PidFile(string path)
{
    public const string Running = ".pid";
    public const string Starting = ".starting";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _starting = path + Starting;
    private readonly string _pid = path + Running;

    public void Announce(string file, IReadOnlyList<string> arguments) => Write(_starting, CommandLines.Of(file, arguments));

    public void Record(Process process)
    {
        Write(_pid, Identity(process));
        File.Delete(_starting);
    }

    public void Forget()
    {
        File.Delete(_starting);
        File.Delete(_pid);
    }

    /// <summary>Ends the process that an earlier run, killed itself, left behind.</summary>
    public void EndLeftover()
    {
        if (File.Exists(_pid) && Recorded(File.ReadAllText(_pid)) is { } recorded) End(recorded);
        if (File.Exists(_starting)) CommandLines.Orphans(File.ReadAllText(_starting)).ForEach(End);
        Forget();
    }

    public static bool IsAlive(int pid)
    {
        using var process = Find(pid);
        return process is not null;
    }

    /// <summary>Whole or not at all: half a record would hide a process.</summary>
    private static void Write(string file, string text)
    {
        File.WriteAllText(file + ".new", text);
        File.Move(file + ".new", file, overwrite: true);
    }

    private static Process? Recorded(string identity)
    {
        if (!int.TryParse(identity.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var pid) || Find(pid) is not { } process) return null;
        if (Identity(process) == identity) return process;

        process.Dispose();
        return null;
    }

    private static void End(Process process)
    {
        using (process)
        {
            Signals.Terminate(process);
            if (process.WaitForExit(Patience)) return;

            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
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
