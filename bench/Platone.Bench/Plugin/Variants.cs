using Platone.Cli.Hosting.Processes;

namespace Platone.Bench.Plugin;

/// <summary>What the brokers differ in: lines of their configuration.</summary>
static class Variants
{
    public const string NoPlugin = "no plugin";
    public const string SmallDynamicSecurity = "dynamic security, 1 rule a consumer";
    public const string LargeDynamicSecurity = "dynamic security, 1,000 rules a consumer";
    public const string InC = "the same check in C";
    public const string Platone = "platone";

    public static IReadOnlyList<string> None() => ["allow_anonymous true"];

    public static IReadOnlyList<string> Own(string socket) =>
        ["allow_anonymous false", $"plugin {Programs.MosquittoPlugin()}", $"plugin_opt_socket {socket}"];

    public static IReadOnlyList<string> Reference(string library, string socket) =>
        ["allow_anonymous false", $"plugin {library}", $"plugin_opt_socket {socket}"];

    public static IReadOnlyList<string> Dynamic(string file) =>
        ["allow_anonymous false", $"plugin {DynamicSecurity.Library()}", $"plugin_opt_config_file {file}"];
}
