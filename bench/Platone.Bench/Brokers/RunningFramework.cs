using Platone.Cli.Hosting;
using Platone.Cli.Hosting.Processes;
using Platone.Cli.Wallets;
using Platone.Contracts.Deployment;
using Platone.Cryptography;

namespace Platone.Bench.Brokers;

/// <summary>The framework as its users start it, <c>platone up --scenario none</c>, in processes of its own.</summary>
sealed class RunningFramework : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly ChildProcess _process;

    private RunningFramework(ChildProcess process, DataDirectory data) => (_process, Data) = (process, data);

    public DataDirectory Data { get; }

    public Endpoints Endpoints => Endpoints.Find(Data) ?? throw new InvalidOperationException($"{Data.Root}: the framework left no endpoints.");

    /// <param name="options">Further options of <c>platone up</c>.</param>
    public static async Task<RunningFramework> StartAsync(string folder, IReadOnlyList<string> options, CancellationToken cancellationToken)
    {
        var data = DataDirectory.Create(folder);
        var program = Path.Combine(AppContext.BaseDirectory, "Platone.Cli.dll");
        string[] arguments = [program, "up", "--data", data.Root, "--scenario", "none", "--http", "0", "--mqtt", "0", "--chain-port", "0", .. options];
        var process = ChildProcess.Start("platone up", "dotnet", arguments, data.PidFile("platone"), data.LogFile("up"));
        var framework = new RunningFramework(process, data);
        try
        {
            await process.WaitUntilAsync(
                () => Task.FromResult(process.LastOutput.Contains("Platone is ready", StringComparison.Ordinal)), Patience, cancellationToken);
            return framework;
        }
        catch
        {
            await framework.DisposeAsync();
            throw;
        }
    }

    public async Task AdmitAsync(Address provider, CancellationToken cancellationToken)
    {
        var adminKey = KeyFile.Load(Path.Combine(Data.Wallets, "admin.key"));
        var admin = await ContractAdmin.ConnectAsync(Endpoints.Chain, adminKey, ContractLine.LoadOnly(Data.Deployments));
        await admin.AdmitProviderAsync(provider, cancellationToken);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
