using System.Globalization;
using Platone.Simulation.Checks;
using Platone.Simulation.Devices;
using Platone.Simulation.Replay;

namespace Platone.Simulation;

/// <summary>
/// Replays a folder in the layout of the IEEE European low-voltage feeder: <c>Load_Profiles/Load_profile_N.csv</c>, one household's
/// power in kW for every minute of a day, as the light nodes of several providers. The day is always the same, so a second replay
/// into one store repeats readings that are known already and gets their receipts again.
/// </summary>
public sealed class FeederReplay(string folder) : IScenario
{
    private const int Providers = 4;

    private static readonly DateTimeOffset Day = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public string Name => $"feeder {Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))}";

    public async Task<ScenarioReport> RunAsync(Stage stage, IProgress<ScenarioProgress> progress, CancellationToken cancellationToken)
    {
        var started = stage.Time.GetTimestamp();
        var verdict = new Verdict();
        var profiles = LoadProfile.ReadFolder(folder);
        string[] names = [.. Enumerable.Range(1, Providers).Select(i => $"feeder-provider-{i}")];
        await stage.AdmitAsync([.. names.Select(name => stage.WalletOf(name).Address)], cancellationToken);
        foreach (var name in names) await stage.AgreeAsync("feeder-consumer", name, cancellationToken);

        var links = new List<ProviderLink>();
        var known = stage.Ledger.Stored;
        try
        {
            foreach (var name in names) links.Add(await stage.ConnectProviderAsync(name, cancellationToken));
            await using var consumer = await stage.ConnectGrantedAsync(
                "feeder-consumer", [.. links.Select(link => $"data/{link.Provider}/#")], cancellationToken);

            long sent = 0, total = profiles.Sum(profile => profile.KiloWatt.Count);
            await Task.WhenAll(links.Select((link, i) => ReplayAsync(
                stage, link, [.. profiles.Where(profile => profile.Number % Providers == i)],
                () => progress.Report(new("replaying", Interlocked.Increment(ref sent), total)), cancellationToken)));
            foreach (var link in links) await link.AllAnsweredAsync(cancellationToken);

            var added = stage.Ledger.Stored - known;
            await consumer.HeardAsync(added, TimeSpan.FromSeconds(10), stage.Time, cancellationToken);
            verdict.Equal("the consumer with grants heard every new reading", consumer.Heard.Count, added, "readings");
            return await verdict.CloseAsync(Name, total, signed: 0, links, stage, started, progress, cancellationToken);
        }
        finally
        {
            foreach (var link in links) await link.DisposeAsync();
        }
    }

    private static async Task ReplayAsync(Stage stage, ProviderLink link, IReadOnlyList<LoadProfile> profiles, Action sent, CancellationToken cancellationToken)
    {
        var nodes = profiles.Select(profile => new LightNode(
            $"household-{profile.Number.ToString("D3", CultureInfo.InvariantCulture)}",
            $"POD-{profile.Number.ToString("D4", CultureInfo.InvariantCulture)}")).ToList();
        for (var minute = 0; minute < profiles.Select(profile => profile.KiloWatt.Count).DefaultIfEmpty().Max(); minute++)
        {
            for (var i = 0; i < profiles.Count; i++)
            {
                if (minute >= profiles[i].KiloWatt.Count) continue;

                await link.SendAsync(nodes[i].Message(Day + profiles[i].KiloWatt[minute].Time, profiles[i].KiloWatt[minute].Value), cancellationToken);
                sent();
            }

            await stage.PassAsync(TimeSpan.FromMinutes(1), cancellationToken);
        }
    }
}
