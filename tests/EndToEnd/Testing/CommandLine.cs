using System.Diagnostics;

namespace Platone.Testing;

/// <summary>The built command line, run as a user runs it: a process of its own.</summary>
static class CommandLine
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The project reference puts it, with what it needs to run, beside the tests.</summary>
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Platone.Cli.dll");

    public static Task<CommandResult> RunAsync(params string[] arguments) => RunAsync(arguments, environment: null, Patience);

    /// <exception cref="TimeoutException">The command did not end; it was killed.</exception>
    public static async Task<CommandResult> RunAsync(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment, TimeSpan patience)
    {
        using var process = Start(arguments, environment);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(patience);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"platone {string.Join(' ', arguments)} did not end:{Environment.NewLine}{await output}{await error}");
        }

        return new(string.Join(' ', arguments), process.ExitCode, await output, await error);
    }

    public static Process Start(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What the developer has in the environment is not the test's user.
        start.Environment.Remove("PLATONE_KEY");
        start.Environment.Remove("PLATONE_PASSWORD");
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
    }
}
