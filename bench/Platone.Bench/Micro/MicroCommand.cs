using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Platone.Cli.Commands;

namespace Platone.Bench.Micro;

/// <summary><c>micro</c>: what the hot path's parts cost alone, by BenchmarkDotNet.</summary>
static class MicroCommand
{
    public static Command Create()
    {
        var filter = new Argument<string>("FILTER") { Description = "Which ones, with wildcards: *Keccak*.", DefaultValueFactory = _ => "*" };
        var command = new Command("micro", "What the hot path's parts cost alone: nanoseconds and bytes allocated.") { filter };
        command.SetAction(parsed =>
        {
            // In process: the repository's build settings do not suit the projects that BenchmarkDotNet generates otherwise.
            var config = ManualConfig.Create(DefaultConfig.Instance)
                .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
                .AddDiagnoser(MemoryDiagnoser.Default)
                .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "platone-bench-micro"));
            var summaries = BenchmarkSwitcher.FromAssembly(typeof(MicroCommand).Assembly).Run(["--filter", parsed.GetValue(filter)!], config);
            return summaries.Any() ? ExitCode.Success : ExitCode.BadInput;
        });
        return command;
    }
}
