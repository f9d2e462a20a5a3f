using System.Diagnostics;
using System.Globalization;
using Platone.Faults.Tests.Testing;
using Platone.Testing;

namespace Platone.Faults.Tests;

/// <summary>
/// Kills host, broker and chain at random moments while devices send, round after round. <c>PLATONE_ROUNDS</c> says how many,
/// <c>PLATONE_SEED</c> repeats a run: every round prints the seed from which it can be repeated.
/// </summary>
public sealed class KillRoundsTests : IAsyncDisposable
{
    /// <summary>A child that ends five times within a minute is given up, which is what it should be.</summary>
    private const int MostKillsOfAChild = 4;

    private readonly TemporaryFolder _folder = new();
    private readonly List<Framework> _ended = [];
    private readonly Dictionary<string, int> _killed = [];
    private Framework? _framework;

    private string Data => _folder.File("data");

    private Framework Running => _framework ?? throw new InvalidOperationException("It was not started.");

    public async ValueTask DisposeAsync()
    {
        if (_framework is not null) await _framework.DisposeAsync();
        foreach (var framework in _ended) await framework.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Whatever_is_killed_whenever_every_receipted_reading_is_stored_once_and_certified_once()
    {
        var rounds = Setting("PLATONE_ROUNDS") ?? 8;
        var seed = Setting("PLATONE_SEED") ?? Random.Shared.Next(1_000_000);
        _framework = await Framework.StartAsync(Data, Ports());
        var provider = await Party.CreateProviderAsync(Data);
        await KeptAsync();
        await using var fleet = Fleet.Start(provider, Running.Endpoints.AccessLayer, TimeProvider.System, seed);
        var inspection = new Inspection(Data, Running.Endpoints.Chain);
        await fleet.AnsweredAsync();

        for (var round = 1; round <= rounds; round++)
        {
            var random = new Random(seed + round - 1);
            await Task.Delay(random.Next(300, 1500), TestContext.Current.CancellationToken);
            var victim = Choose(random);
            var recovery = Stopwatch.StartNew();
            try
            {
                await KillAsync(victim, random);
                await fleet.AnsweredAsync();
                Say(
                    $"round {round}, seed {seed + round - 1}, killed {victim}, {fleet.Receipted.Count} receipted, "
                    + $"recovered in {recovery.ElapsedMilliseconds} ms");
                inspection.EachIsStoredOnce(fleet.Receipted);
                if (round % 5 == 0) await inspection.EachIsCertifiedAsync();
                if (round % 100 == 0) await inspection.AuditIsCleanAsync();
            }
            catch (Exception e)
            {
                string[] told = [$"round {round}, PLATONE_SEED={seed + round - 1}, killed {victim}: {e.Message}", _framework?.Error ?? "", LastLog()];
                throw new InvalidOperationException(string.Join(Environment.NewLine, told), e);
            }
        }

        await fleet.FinishAsync();
        inspection.EachIsStoredOnce(fleet.Receipted);
        await inspection.EachIsCertifiedOnceAsync();
        await inspection.AuditIsCleanAsync();
        await Running.StopAsync();
        (await CommandLine.RunAsync("audit", "--data", Data)).Ended(0);
    }

    /// <summary>
    /// Below those that the system gives to outgoing connections: while the host is down, one of its devices' or of another test's could otherwise get
    /// the very port that the host comes back to.
    /// </summary>
    private static string[] Ports()
    {
        var free = Enumerable.Range(20_000, 10_000).OrderBy(_ => Random.Shared.Next()).Where(IsFree).Take(3).ToList();
        return ["--http", $"{free[0]}", "--mqtt", $"{free[1]}", "--chain-port", $"{free[2]}"];

        static bool IsFree(int port)
        {
            using var listener = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
            try
            {
                listener.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, port));
                return true;
            }
            catch (System.Net.Sockets.SocketException)
            {
                return false;
            }
        }
    }

    private string Choose(Random random)
    {
        string[] victims = ["the host", "the broker", "the chain", "everything", "the host while it starts"];
        var victim = victims[random.Next(victims.Length)];
        return _killed.GetValueOrDefault(victim) < MostKillsOfAChild ? victim : "the host";
    }

    private async Task KillAsync(string victim, Random random)
    {
        switch (victim)
        {
            case "the broker":
                KillChild("mosquitto");
                break;
            case "the chain":
                KillChild("anvil");
                break;
            default:
                await KillHostAsync();
                if (victim == "everything") KillAll();
                if (victim == "the host while it starts") await KillStartAsync(random);
                _framework = await Framework.StartAsync(Data, Framework.PortsOf(_ended[^1].Endpoints));
                return;
        }

        _killed[victim] = _killed.GetValueOrDefault(victim) + 1;
    }

    private void KillChild(string name)
    {
        // Just now it may be between two lives.
        foreach (var (pid, _) in Processes.Of(Data).Where(process => process.Name == name)) Processes.Send(pid, Processes.SigKill);
    }

    private async Task KillHostAsync()
    {
        await Running.KillAsync();
        _ended.Add(Running);
        _framework = null;
        _killed.Clear();
    }

    private void KillAll()
    {
        foreach (var (pid, _) in Processes.Of(Data)) Processes.Send(pid, Processes.SigKill);
    }

    private async Task KillStartAsync(Random random)
    {
        using var starting = CommandLine.Start(Framework.Arguments(Data, Framework.PortsOf(_ended[^1].Endpoints)));
        await Task.Delay(random.Next(2500), TestContext.Current.CancellationToken);
        starting.Kill();
        await starting.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The administrator's own transactions are not the framework's to send again: waits until the embedded chain keeps them.</summary>
    private Task KeptAsync()
    {
        var kept = Path.Combine(Data, "chain", "anvil.json");
        var (first, times) = (File.GetLastWriteTimeUtc(kept), 0);
        return Eventually.TrueAsync(
            () =>
            {
                if (File.GetLastWriteTimeUtc(kept) is var now && now != first) (first, times) = (now, times + 1);
                return times == 2;
            },
            () => "the chain's state was never saved");
    }

    private string LastLog() => string.Join(Environment.NewLine, File.ReadLines(Path.Combine(Data, "log", "platone.log")).TakeLast(60));

    private static void Say(string line)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        if (Environment.GetEnvironmentVariable("PLATONE_ROUNDS_LOG") is { Length: > 0 } log) File.AppendAllText(log, line + Environment.NewLine);
    }

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : null;
}
