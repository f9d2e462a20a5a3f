using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Platone.Cli.Hosting.Processes;

/// <summary>Finds processes by what they were started with, as proc(5) shows it: arguments, each with a zero byte behind it.</summary>
static class CommandLines
{
    public static string Of(string file, IReadOnlyList<string> arguments) => string.Concat(arguments.Prepend(file).Select(argument => argument + '\0'));

    /// <summary>The processes with exactly this command line that are no child of a program like this one: nobody speaks for them any more.</summary>
    public static List<Process> Orphans(string commandLine)
    {
        if (!OperatingSystem.IsLinux()) return [];

        var own = Program("self");
        return [.. Process.GetProcesses().Where(process => Read(process.Id, "cmdline") == commandLine && Program(ParentOf(process.Id)) != own)];
    }

    private static string ParentOf(int pid)
    {
        // "pid (name) state parent ...": the name may hold anything, so count from its end.
        var stat = Read(pid, "stat");
        return stat.LastIndexOf(')') is > 0 and var end ? stat[(end + 2)..].Split(' ')[1] : "0";
    }

    private static string? Program(string pid)
    {
        try
        {
            return File.ResolveLinkTarget($"/proc/{pid}/exe", returnFinalTarget: false)?.FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended in between, or is somebody else's.
            return null;
        }
    }

    private static string Read(int pid, string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/{file}")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
