using System.Diagnostics;
using Platone.Cli.Commands;

namespace Platone.Bench.Plugin;

/// <summary>The plugin in C that ours is compared with, compiled by the system's compiler; its source says what it does and leaves out.</summary>
static class ReferencePlugin
{
    private const string Source = "Plugin.fixture.reference_plugin.c";

    /// <returns>Path of the library.</returns>
    /// <exception cref="BadInputException">There is no C compiler, or it does not compile.</exception>
    public static async Task<string> CompileAsync(string folder, CancellationToken cancellationToken)
    {
        var (source, library) = (Path.Combine(folder, "reference_plugin.c"), Path.Combine(folder, "reference_plugin.so"));
        await using (var file = File.Create(source))
        await using (var embedded = typeof(ReferencePlugin).Assembly.GetManifestResourceStream(Source)!)
            await embedded.CopyToAsync(file, cancellationToken);

        // nodelete: its thread goes on when the broker has closed the library.
        string[] arguments = ["-O3", "-march=native", "-fPIC", "-shared", "-Wl,-z,nodelete", "-o", library, source, "-lpthread"];
        using var compiler = Process.Start(new ProcessStartInfo("cc", arguments) { RedirectStandardError = true })
            ?? throw new BadInputException("cc: did not start, expected a C compiler");
        var errors = await compiler.StandardError.ReadToEndAsync(cancellationToken);
        await compiler.WaitForExitAsync(cancellationToken);
        return compiler.ExitCode == 0 ? library : throw new BadInputException($"cc: {errors}");
    }
}
