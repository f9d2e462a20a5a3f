using System.Runtime.InteropServices;

namespace Platone.Cli.Hosting.Processes;

/// <summary>Where the programs lie that run as children; each can be named by an environment variable instead.</summary>
static class Programs
{
    public static string Anvil()
    {
        var architecture = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "amd64";
        return Find("PLATONE_ANVIL", $"node_modules/@foundry-rs/anvil-linux-{architecture}/bin/anvil", "anvil");
    }

    public static string Mosquitto() => Find("PLATONE_MOSQUITTO", inRepository: null, "mosquitto", "/usr/sbin");

    public static string MosquittoPlugin() => Find("PLATONE_PLUGIN", "artifacts/plugin/platone_mosquitto.so", program: null);

    /// <exception cref="FileNotFoundException">It is nowhere; the message says how to get it.</exception>
    private static string Find(string variable, string? inRepository, string? program, params string[] moreFolders)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named)
            return File.Exists(named) ? named : throw new FileNotFoundException($"{variable}: there is no file {named}.");

        if (inRepository is not null && Repository.Find(inRepository) is { } path) return path;

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(moreFolders);
        return folders.Select(folder => program is null ? "" : Path.Combine(folder, program)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"{program ?? inRepository} was not found: run eng/setup.sh, or name it in {variable}.");
    }
}
