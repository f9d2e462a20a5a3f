using Platone.Simulation.Replay;

namespace Platone.Simulation.Checks;

/// <summary>Collects what a scenario claims.</summary>
sealed class Verdict
{
    private readonly List<ScenarioCheck> _checks = [];

    public IReadOnlyList<ScenarioCheck> Checks => _checks;

    public void Add(string name, bool held, string detail) => _checks.Add(new(name, held, detail));

    public void Equal(string name, long actual, long expected, string what) => Add(name, actual == expected, $"{actual:N0} of {expected:N0} {what}");

    /// <summary>Waits for the certificates of everything that was receipted, proves it, and closes the report.</summary>
    /// <param name="signed">How many of the readings that were sent their devices signed.</param>
    public async Task<ScenarioReport> CloseAsync(
        string scenario, long sent, long signed, IReadOnlyList<ProviderLink> providers, Stage stage, long started, IProgress<ScenarioProgress> progress,
        CancellationToken cancellationToken)
    {
        var accepted = providers.Sum(provider => provider.Receipted);
        var ids = providers.SelectMany(provider => provider.Readings).ToHashSet();
        await stage.Ledger.SettleAsync(progress, TimeSpan.FromSeconds(60), cancellationToken);
        var tally = await stage.Ledger.ProveAsync(ids, progress, cancellationToken);

        Equal("every reading that was sent has its receipt", accepted, sent, "readings");
        Equal("every receipt bears the certifier's signature", accepted - providers.Sum(provider => provider.Unsigned), accepted, "receipts");
        Equal("no two receipts are for one reading", ids.Count, accepted, "readings");
        Equal("accepted = stored", tally.Stored, accepted, "readings");
        Equal("accepted = certified on the chain", tally.Certified, accepted, "readings");
        Equal("accepted = proved against the chain", tally.Proved, accepted, "proofs");
        Equal("signed by devices = proved to be the devices' own", tally.Devices, signed, "proofs");
        return new(scenario, accepted, tally.Stored, tally.Certified, tally.Proved, stage.Time.GetElapsedTime(started), Checks);
    }
}
