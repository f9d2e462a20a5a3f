using Platone.Simulation;
using Spectre.Console;

namespace Platone.Cli.Output;

/// <summary>A bar for every step on a terminal; elsewhere a line a step, so that logs stay readable.</summary>
static class ProgressDisplay
{
    public static Task<T> RunAsync<T>(string title, Func<IProgress<ScenarioProgress>, Task<T>> work)
    {
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return Console.IsErrorRedirected ? work(new StepLines(title)) : terminal.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new RemainingTimeColumn())
            .StartAsync(context => work(new Bars(context)));
    }

    private sealed class Bars(ProgressContext context) : IProgress<ScenarioProgress>
    {
        private readonly Dictionary<string, ProgressTask> _tasks = [];

        public void Report(ScenarioProgress value)
        {
            lock (_tasks)
            {
                if (!_tasks.TryGetValue(value.Step, out var task)) _tasks.Add(value.Step, task = context.AddTask(Markup.Escape(value.Step)));
                task.MaxValue = Math.Max(1, value.Of);
                task.Value = value.Done;
            }
        }
    }

    private sealed class StepLines(string title) : IProgress<ScenarioProgress>
    {
        private readonly Lock _lock = new();
        private string? _step;

        public void Report(ScenarioProgress value)
        {
            lock (_lock)
            {
                if (_step == value.Step) return;

                _step = value.Step;
                Console.Error.WriteLine($"{title}: {value.Step}");
            }
        }
    }
}
