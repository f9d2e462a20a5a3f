using System.Diagnostics;
using Platone.Faults.Tests.Testing;
using Platone.Testing;

namespace Platone.Faults.Tests;

/// <summary>A chain of somebody else's that is away for an hour.</summary>
public sealed class ChainOutageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_receipted_while_the_chain_is_down_for_an_hour_is_certified_when_it_is_back()
    {
        var clock = MovableClock.Create(_folder.File("clock"));
        using var chain = new Chain(_folder.File("chain.json"), clock);
        await chain.StartAsync();
        await using var framework = await Framework.StartAsync(Data, clock.Environment, "--chain", chain.Url.ToString());
        var provider = await Party.CreateProviderAsync(Data);
        var inspection = new Inspection(Data, chain.Url);
        await using var fleet = Fleet.Start(provider, framework.Endpoints.AccessLayer, clock, seed: 2);
        await fleet.AnsweredAsync();
        await inspection.EachIsCertifiedAsync();

        await chain.StopAsync();
        // A quarter of an hour is what receipts promise.
        foreach (var minutes in new[] { 10, 20, 40, 60 })
        {
            clock.Move(TimeSpan.FromMinutes(minutes));
            await fleet.AnsweredAsync();
        }

        inspection.EachIsStoredOnce(fleet.Receipted);
        await chain.StartAsync();
        await fleet.AnsweredAsync();
        await inspection.EachIsCertifiedAsync();
        await fleet.FinishAsync();
        inspection.EachIsStoredOnce(fleet.Receipted);
        await inspection.EachIsCertifiedOnceAsync();
        await inspection.AuditIsCleanAsync();
        await framework.StopAsync();
    }

    /// <summary>anvil as a node of its own, that keeps its state when it is stopped.</summary>
    private sealed class Chain(string state, MovableClock clock) : IDisposable
    {
        private readonly int _port = FreePort();
        private Process? _process;

        public Uri Url => new($"http://127.0.0.1:{_port}");

        public async Task StartAsync()
        {
            var start = new ProcessStartInfo(Anvil(), [
                "--port", $"{_port}", "--block-time", "1", "--gas-limit", "1000000000", "--block-base-fee-per-gas", "0", "--gas-price", "0", "--accounts", "1",
                "--balance", "0", "--silent", "--state", state, "--state-interval", "1000000000"]);
            foreach (var (name, value) in clock.Environment) start.Environment[name] = value;
            _process = Process.Start(start)!;
            using var http = new HttpClient();
            await Eventually.TrueAsync(
                async () =>
                {
                    try
                    {
                        using var answer = await http.PostAsync(
                            Url, new StringContent("""{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]}""", null, "application/json"));
                        return answer.IsSuccessStatusCode;
                    }
                    catch (HttpRequestException)
                    {
                        return false;
                    }
                },
                () => "anvil never answered");
        }

        public async Task StopAsync()
        {
            Processes.Send(_process!.Id, Processes.SigTerm);
            await _process.WaitForExitAsync();
            _process.Dispose();
            _process = null;
        }

        public void Dispose()
        {
            _process?.Kill();
            _process?.Dispose();
        }

        private static int FreePort()
        {
            using var probe = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
            probe.Start();
            return ((System.Net.IPEndPoint)probe.LocalEndpoint).Port;
        }

        private static string Anvil()
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                var packages = Path.Combine(folder.FullName, "node_modules", "@foundry-rs");
                if (Directory.Exists(packages))
                    return Directory.EnumerateDirectories(packages, "anvil-linux-*")
                        .Select(package => Path.Combine(package, "bin", "anvil"))
                        .First(File.Exists);
            }

            throw new FileNotFoundException("anvil: run eng/setup.sh");
        }
    }
}
