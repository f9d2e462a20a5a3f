using Platone.Simulation.Checks;

namespace Platone.Simulation;

/// <summary>Something that happens on a stage and then tells whether the framework kept its promises.</summary>
public interface IScenario
{
    string Name { get; }

    Task<ScenarioReport> RunAsync(Stage stage, IProgress<ScenarioProgress> progress, CancellationToken cancellationToken);
}

/// <summary>How far a scenario is.</summary>
/// <param name="Step">What it does, in words.</param>
public readonly record struct ScenarioProgress(string Step, long Done, long Of);
