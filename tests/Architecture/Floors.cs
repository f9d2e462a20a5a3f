namespace Platone.Architecture.Tests;

/// <summary>Which floor of the house a project stands on. A project that is not listed here has no place yet: give it one.</summary>
static class Floors
{
    public const int Pure = 1, Adapters = 2, Services = 3, Faces = 4;

    public static IReadOnlyDictionary<string, int> Of { get; } = new Dictionary<string, int>
    {
        ["Platone.Cryptography"] = Pure,
        ["Platone.Protocol"] = Pure,
        ["Platone.Readings"] = Pure,
        ["Platone.Certification"] = Pure,
        ["Platone.Policies"] = Pure,
        ["Platone.Grid"] = Pure,
        ["Platone.Nethereum"] = Adapters,
        ["Platone.Contracts"] = Adapters,
        ["Platone.Storage"] = Adapters,
        ["Platone.Tls"] = Adapters,
        ["Platone.Messaging"] = Adapters,
        ["Platone.Client"] = Adapters,
        ["Platone.ServiceDefaults"] = Adapters,
        ["Platone.AccessLayer"] = Services,
        ["Platone.Identity"] = Services,
        ["Platone.Cli"] = Faces,
        ["Platone.Simulation"] = Faces,
        ["Platone.MosquittoPlugin"] = Faces,
    };

    /// <summary>The solution's folders, by floor.</summary>
    public static IReadOnlyDictionary<int, string> SolutionFolder { get; } = new Dictionary<int, string>
    {
        [Pure] = "1 pure",
        [Adapters] = "2 adapters",
        [Services] = "3 services",
        [Faces] = "4 faces",
    };
}
