using System.Globalization;
using System.Runtime.InteropServices;

namespace Platone.MosquittoPlugin;

/// <summary>The <c>plugin_opt_...</c> lines of the broker's configuration.</summary>
/// <param name="SocketPath"><c>plugin_opt_socket</c>: the Unix stream socket on which the access layer serves the feed.</param>
/// <param name="SnapshotPath"><c>plugin_opt_snapshot</c>: file that keeps the rules over a restart of the broker; without it, none does.</param>
/// <param name="StaleAfterMs"><c>plugin_opt_stale_after_ms</c>: upper limit for the one that the feed sets.</param>
sealed record PluginOptions(string SocketPath, string? SnapshotPath, long? StaleAfterMs)
{
    public static unsafe PluginOptions Parse(NativeOption* options, int count)
    {
        var pairs = new List<KeyValuePair<string, string>>(count);
        for (var i = 0; i < count; i++)
            pairs.Add(new(Marshal.PtrToStringUTF8((nint)options[i].Key) ?? "", Marshal.PtrToStringUTF8((nint)options[i].Value) ?? ""));
        return Parse(pairs);
    }

    /// <exception cref="FormatException">An option is unknown, double, missing or not of its form; names it.</exception>
    public static PluginOptions Parse(IEnumerable<KeyValuePair<string, string>> options)
    {
        string? socket = null, snapshot = null, staleAfter = null;
        foreach (var (key, value) in options)
        {
            switch (key)
            {
                case "socket": SetOnce(ref socket, key, value); break;
                case "snapshot": SetOnce(ref snapshot, key, value); break;
                case "stale_after_ms": SetOnce(ref staleAfter, key, value); break;
                default: throw new FormatException($"plugin_opt_{key}: expected plugin_opt_socket, plugin_opt_snapshot or plugin_opt_stale_after_ms.");
            }
        }

        if (socket is null) throw new FormatException("plugin_opt_socket: expected the path of the access layer's feed socket, found none.");
        return new(Absolute(socket, "socket"), snapshot is null ? null : Absolute(snapshot, "snapshot"), Milliseconds(staleAfter));
    }

    private static void SetOnce(ref string? target, string key, string value)
    {
        if (target is not null) throw new FormatException($"plugin_opt_{key}: expected once, found again.");
        target = value;
    }

    // The broker changes its folder when it runs as a daemon.
    private static string Absolute(string path, string key) =>
        Path.IsPathFullyQualified(path) ? path : throw new FormatException($"plugin_opt_{key}: expected an absolute path, found '{path}'.");

    private static long? Milliseconds(string? text)
    {
        if (text is null) return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0
            ? value
            : throw new FormatException($"plugin_opt_stale_after_ms: expected milliseconds above 0, found '{text}'.");
    }
}
