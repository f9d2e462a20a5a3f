namespace Platone.Simulation.Checks;

/// <summary>One thing that a scenario claims, and whether it held.</summary>
public sealed record ScenarioCheck(string Name, bool Held, string Detail);

/// <summary>What a scenario showed. The four counts are of the readings that it sent in.</summary>
/// <param name="Accepted">Have a receipt.</param>
/// <param name="Stored">Are in the store.</param>
/// <param name="Certified">Are in a batch that the chain has.</param>
/// <param name="Proved">Have a proof that verifies against the chain.</param>
public sealed record ScenarioReport(
    string Scenario, long Accepted, long Stored, long Certified, long Proved, TimeSpan Duration, IReadOnlyList<ScenarioCheck> Checks)
{
    public bool Held => Checks.All(check => check.Held);
}
