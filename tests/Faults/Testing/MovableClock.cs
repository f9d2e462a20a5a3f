using System.Globalization;

namespace Platone.Faults.Tests.Testing;

/// <summary>
/// The wall clock of a process and its children, moved from outside while they run, as a clock that is set right or wrong is: libfaketime
/// between them and the C library. Timers and the monotonic clock go on as they are.
/// </summary>
sealed class MovableClock : TimeProvider
{
    private static readonly string[] Places = ["x86_64-linux-gnu", "aarch64-linux-gnu"];

    private readonly string _file;

    private MovableClock(string library, string file)
    {
        _file = file;
        Environment = new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = library,
            ["FAKETIME_TIMESTAMP_FILE"] = file,
            ["FAKETIME_NO_CACHE"] = "1",
            ["FAKETIME_DISABLE_SHM"] = "1",
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
            // Its correction of timed waits turns those of a runtime, which are by the monotonic clock already, into none.
            ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
        };
        Move(TimeSpan.Zero);
    }

    /// <summary>What a process must have in its environment to live by this clock.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    public TimeSpan Offset { get; private set; }

    /// <summary>Skips the test where the library is not installed.</summary>
    public static MovableClock Create(string file)
    {
        var library = Places.Select(folder => $"/usr/lib/{folder}/faketime/libfaketimeMT.so.1").FirstOrDefault(File.Exists);
        Assert.SkipWhen(library is null, "libfaketime is not installed: run eng/setup.sh as root, or apt-get install libfaketime");
        return new(library!, file);
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;

    /// <summary>Sets the clock so far off the true time.</summary>
    public void Move(TimeSpan offset)
    {
        File.WriteAllText(_file + ".new", offset.TotalSeconds.ToString("+0;-0;+0", CultureInfo.InvariantCulture));
        File.Move(_file + ".new", _file, overwrite: true);
        Offset = offset;
    }
}
