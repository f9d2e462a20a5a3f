using System.Diagnostics;
using Platone.Faults.Tests.Testing;
using Platone.Testing;

namespace Platone.Faults.Tests;

/// <summary>The disk that holds everything is full, and has room again.</summary>
public sealed class FullDiskTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private bool _mounted;

    private string Disk => _folder.File("disk");

    private string Data => Path.Combine(Disk, "data");

    public async ValueTask DisposeAsync()
    {
        if (_mounted) await RunAsync("umount", Disk);
        _folder.Dispose();
    }

    [Fact]
    public async Task A_full_disk_holds_senders_back_without_a_receipt_and_room_on_it_lets_everything_go_on()
    {
        Directory.CreateDirectory(Disk);
        _mounted = await RunAsync("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", Disk);
        Assert.SkipUnless(_mounted, "needs root: a small tmpfs is mounted");
        await using var framework = await Framework.StartAsync(Data);
        int[] children = [framework.ChildOf("anvil"), framework.ChildOf("mosquitto")];
        var provider = await Party.CreateProviderAsync(Data);
        var inspection = new Inspection(Data, framework.Endpoints.Chain);
        await using var fleet = Fleet.Start(provider, framework.Endpoints.AccessLayer, TimeProvider.System, seed: 4);
        await fleet.AnsweredAsync();

        var filler = Path.Combine(Disk, "filler");
        Fill(filler);
        // What the store has set aside may still take some.
        await Eventually.TrueAsync(
            () => framework.Error.Contains("The store takes nothing", StringComparison.Ordinal), () => "the store never ran out of room");
        var receipted = await StandsStillAsync(fleet);
        inspection.EachIsStoredOnce(fleet.Receipted);

        File.Delete(filler);
        await fleet.AnsweredAsync();
        Assert.True(fleet.Receipted.Count > receipted);
        await fleet.FinishAsync();
        inspection.EachIsStoredOnce(fleet.Receipted);
        await inspection.EachIsCertifiedOnceAsync();
        await inspection.AuditIsCleanAsync();
        Assert.Equal(children, new[] { framework.ChildOf("anvil"), framework.ChildOf("mosquitto") });
        await framework.StopAsync();
    }

    /// <summary>Nothing is receipted any more, although devices go on sending.</summary>
    private static async Task<int> StandsStillAsync(Fleet fleet)
    {
        var (count, looks) = (-1, 0);
        await Eventually.TrueAsync(
            () =>
            {
                (count, looks) = fleet.Receipted.Count == count ? (count, looks + 1) : (fleet.Receipted.Count, 0);
                return looks == 60;
            },
            () => $"receipts never ceased: {count}");
        return count;
    }

    private static void Fill(string file)
    {
        using var filler = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var size in new[] { 1 << 20, 1 << 12, 1 })
        {
            try
            {
                var block = new byte[size];
                while (true) filler.Write(block);
            }
            catch (IOException)
            {
                // As full as it gets with blocks of this size.
            }
        }
    }

    private static async Task<bool> RunAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
