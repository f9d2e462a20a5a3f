using System.Collections.Concurrent;
using System.Diagnostics;

namespace Platone.Testing;

/// <summary>A running `platone up`: real chain, real broker with the plugin, real store, on free ports.</summary>
sealed class Framework : IAsyncDisposable
{
    private const string Ready = "Platone is ready: ";

    private static readonly string[] Ports = ["--http", "--identity", "--mqtt", "--chain-port"];

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _error = new();

    private Framework(Process process, string data)
    {
        _process = process;
        Data = data;
        process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(_error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Data { get; }

    public int Pid => _process.Id;

    public Endpoints Endpoints { get; private set; } = null!;

    public string Store => Path.Combine(Data, "platone.db");

    private bool IsReady => _output.Any(line => line.StartsWith(Ready, StringComparison.Ordinal));

    public string Error => string.Join(Environment.NewLine, _error);

    public static Task<Framework> StartAsync(string data, params string[] options) => StartAsync(data, environment: null, options);

    public static async Task<Framework> StartAsync(string data, IReadOnlyDictionary<string, string>? environment, params string[] options)
    {
        var framework = new Framework(CommandLine.Start(Arguments(data, options), environment), data);
        try
        {
            await Eventually.TrueAsync(() => framework._process.HasExited || framework.IsReady, framework.Told);
            Assert.False(framework._process.HasExited, framework.Told());
            framework.Endpoints = Endpoints.Of(data);
            return framework;
        }
        catch
        {
            await framework.DisposeAsync();
            throw;
        }
    }

    /// <summary>The command line of a framework on free ports that plays nothing, where the options do not say otherwise.</summary>
    public static string[] Arguments(string data, params string[] options)
    {
        var arguments = new List<string> { "up", "--data", data };
        foreach (var port in Ports.Except(options)) arguments.AddRange([port, "0"]);
        if (!options.Contains("--feeder") && !options.Contains("--scenario")) arguments.AddRange(["--scenario", "none"]);
        return [.. arguments, .. options];
    }

    /// <summary>The options that let another start listen where one did.</summary>
    public static string[] PortsOf(Endpoints endpoints) =>
        ["--http", $"{endpoints.AccessLayer.Port}", "--mqtt", $"{endpoints.BrokerPort}", "--chain-port", $"{endpoints.Chain.Port}"];

    /// <summary>Ends it as a service manager does, and holds it to leaving nothing behind.</summary>
    /// <param name="expected">Its exit code.</param>
    public async Task StopAsync(int signal = Processes.SigTerm, int expected = 0)
    {
        Processes.Send(_process.Id, signal);
        var code = await EndedAsync();
        Assert.True(code == expected, $"ended with {code}, expected {expected}{Environment.NewLine}{Told()}");
        Assert.Empty(Processes.Of(Data));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Data, "run"), "*.pid"));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Data, "run"), "*.starting"));
        Assert.False(File.Exists(Endpoints.FileOf(Data)), "endpoints.json says that it still runs");
    }

    /// <summary>Ends this one process with SIGKILL; its children live on.</summary>
    public async Task KillAsync()
    {
        Processes.Send(_process.Id, Processes.SigKill);
        await EndedAsync();
    }

    /// <summary>Waits until it ends of itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndedAsync()
    {
        await Eventually.TrueAsync(() => _process.HasExited, () => $"it never ended{Environment.NewLine}{Told()}");
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>Ends a child with SIGKILL and returns when another runs in its place.</summary>
    public async Task KillChildAsync(string name)
    {
        var killed = ChildOf(name);
        Processes.Send(killed, Processes.SigKill);
        var record = Path.Combine(Data, "run", $"{name}.pid");
        await Eventually.TrueAsync(
            () => Processes.Of(Data).Any(process => process.Name == name && process.Pid != killed && IsRecorded(process.Pid)),
            () => $"{name} was not started again{Environment.NewLine}{Told()}");

        bool IsRecorded(int pid) => File.Exists(record) && File.ReadAllText(record).StartsWith($"{pid} ", StringComparison.Ordinal);
    }

    /// <summary>The pid of a child, by its name.</summary>
    public int ChildOf(string name) => Assert.Single(Processes.Of(Data), process => process.Name == name).Pid;

    /// <summary>Returns when the chain has the batches of all readings that the store has.</summary>
    public Task AllCertifiedAsync() => Eventually.TrueAsync(
        () => Database.Number(Store, "SELECT count(*) FROM reading r LEFT JOIN batch b ON b.number = r.batch WHERE b.block_number IS NULL") == 0,
        () => $"some readings were never certified{Environment.NewLine}{Told()}");

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Processes.Send(_process.Id, Processes.SigTerm);
            await EndedAsync();
        }

        foreach (var (pid, _) in Processes.Of(Data)) Processes.Send(pid, Processes.SigKill);
        _process.Dispose();
    }

    private string Told() => string.Join(Environment.NewLine, [.. _output, .. _error]);

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null) lines.Enqueue(line);
    }
}
