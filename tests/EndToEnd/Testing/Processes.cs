using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Platone.Testing;

/// <summary>Other processes, as an operator sees and ends them.</summary>
static partial class Processes
{
    public const int SigInt = 2;
    public const int SigKill = 9;
    public const int SigTerm = 15;

    private static readonly string[] NetworkTables = ["tcp", "tcp6"];

    /// <summary>The processes that have a data folder in their command line, apart from those that ended and were not yet reaped.</summary>
    public static IReadOnlyList<(int Pid, string Name)> Of(string data)
    {
        var found = new List<(int, string)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)) continue;
            if (IsRunning(pid) && CommandLineOf(pid).Contains(data, StringComparison.Ordinal)) found.Add((pid, NameOf(pid)));
        }

        return found;
    }

    public static bool IsRunning(int pid)
    {
        // "pid (name) state ...": the name may hold anything, so count from its end.
        var stat = Read($"/proc/{pid}/stat");
        var end = stat.LastIndexOf(')');
        return end > 0 && stat[end + 2] is not ('Z' or 'X');
    }

    /// <summary>The TCP ports on which a process listens (proc(5): a socket is a file of the process, and a line of its network's table).</summary>
    public static IReadOnlyList<int> ListeningPorts(int pid)
    {
        const string listening = "0A";
        var sockets = Directory.EnumerateFiles($"/proc/{pid}/fd").Select(file => new FileInfo(file).LinkTarget ?? "").ToHashSet();
        return
        [
            .. NetworkTables
                .SelectMany(table => File.ReadLines($"/proc/{pid}/net/{table}").Skip(1))
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(fields => fields[3] == listening && sockets.Contains($"socket:[{fields[9]}]"))
                .Select(fields => Convert.ToInt32(fields[1].Split(':')[1], 16)),
        ];
    }

    public static void Send(int pid, int signal) => Assert.Equal(0, Kill(pid, signal));

    private static string NameOf(int pid) => Read($"/proc/{pid}/comm").Trim();

    private static string CommandLineOf(int pid) => Read($"/proc/{pid}/cmdline");

    private static string Read(string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended in between.
            return "";
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
