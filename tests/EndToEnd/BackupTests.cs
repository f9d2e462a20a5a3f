using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using Platone.Testing;

namespace Platone.EndToEnd.Tests;

public sealed class BackupTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    private string Backup => _folder.File("platone.backup");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_backup_of_a_running_framework_brings_back_what_was_there_and_gives_no_number_twice()
    {
        await using var framework = await Framework.StartAsync(Data);
        var provider = await Party.CreateProviderAsync(Data);
        await SendAsync(provider, 0, 20);
        await framework.AllCertifiedAsync();
        (await CommandLine.RunAsync("backup", Backup, "--data", Data)).Ended(0);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Backup));
        await SendAsync(provider, 20, 30);
        await framework.StopAsync();

        var restored = _folder.File("restored");
        (await CommandLine.RunAsync("restore", Backup, "--data", restored)).Ended(0);
        await using var again = await Framework.StartAsync(restored);
        var there = Database.Number(again.Store, "SELECT count(*) FROM reading");
        Assert.InRange(there, 20, 30);
        await SendAsync(provider.At(restored), 30, 32);
        await again.AllCertifiedAsync();

        Assert.Equal(1_000_000_002, Database.Number(again.Store, "SELECT max(sequence) FROM reading"));
        var findings = (await CommandLine.RunAsync("audit", "--data", restored, "--json")).Ended(1).Json().GetProperty("findings").EnumerateArray().ToList();
        Assert.Equal(["gap"], findings.Select(finding => finding.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task A_framework_that_was_stopped_is_moved_without_a_gap()
    {
        await using (var framework = await Framework.StartAsync(Data))
        {
            await SendAsync(await Party.CreateProviderAsync(Data), 0, 5);
            await framework.StopAsync();
        }

        (await CommandLine.RunAsync("backup", Backup, "--data", Data)).Ended(0);
        var moved = _folder.File("moved");
        (await CommandLine.RunAsync("restore", Backup, "--data", moved, "--moved")).Ended(0);

        await using var again = await Framework.StartAsync(moved);
        await SendAsync(await Party.CreateProviderAsync(moved), 5, 6);
        await again.AllCertifiedAsync();
        (await CommandLine.RunAsync("audit", "--data", moved)).Ended(0);
    }

    [Fact]
    public async Task Where_the_chain_went_on_after_the_backup_its_batches_are_taken_over_and_the_audit_says_what_is_lost()
    {
        var port = FreePort();
        using var chain = Process.Start(new ProcessStartInfo(
            Repository.File("node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil"),
            ["--port", $"{port}", "--block-time", "1", "--block-base-fee-per-gas", "0", "--gas-price", "0", "--balance", "0", "--silent"]))!;
        try
        {
            string[] options = ["--chain", $"http://127.0.0.1:{port}"];
            await using (var framework = await Framework.StartAsync(Data, options))
            {
                var provider = await Party.CreateProviderAsync(Data);
                await SendAsync(provider, 0, 10);
                await framework.AllCertifiedAsync();
                (await CommandLine.RunAsync("backup", Backup, "--data", Data)).Ended(0);
                await SendAsync(provider, 10, 20);
                await framework.AllCertifiedAsync();
                await framework.KillAsync();
            }

            var restored = _folder.File("restored");
            (await CommandLine.RunAsync("restore", Backup, "--data", restored)).Ended(0);
            await using var again = await Framework.StartAsync(restored, options);
            await SendAsync(await Party.CreateProviderAsync(restored), 20, 22);
            await again.AllCertifiedAsync();

            var audit = (await CommandLine.RunAsync(["audit", "--data", restored, "--json", .. options])).Ended(1).Json();
            Assert.Equal(
                ["batch", "gap"], audit.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("kind").GetString()).Distinct());
            Assert.Contains("10 readings are not in the store", audit.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            chain.Kill();
            await chain.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Keys_are_left_out_on_demand_and_nothing_is_written_over()
    {
        await using (var framework = await Framework.StartAsync(Data)) await framework.StopAsync();

        var made = (await CommandLine.RunAsync("backup", Backup, "--data", Data, "--without-keys", "--json")).Ended(0).Json();
        Assert.DoesNotContain("wallets/", made.ToString(), StringComparison.Ordinal);
        (await CommandLine.RunAsync("backup", Backup, "--data", Data)).Ended(2).OneLineOfError("exists already");
        (await CommandLine.RunAsync("restore", Backup, "--data", Data)).Ended(2).OneLineOfError("is not empty");
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(Data)!, "*.parts"));
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("changed")]
    [InlineData("missing")]
    [InlineData("outside")]
    [InlineData("text")]
    public async Task A_backup_that_is_not_as_it_was_made_restores_nothing(string damage)
    {
        await using (var framework = await Framework.StartAsync(Data)) await framework.StopAsync();
        (await CommandLine.RunAsync("backup", Backup, "--data", Data)).Ended(0);
        Damage(damage);

        (await CommandLine.RunAsync("restore", Backup, "--data", _folder.File("restored"))).Ended(2).OneLineOfError(Backup);

        Assert.False(Directory.Exists(_folder.File("restored")));
        Assert.Empty(Directory.EnumerateDirectories(Path.GetDirectoryName(Data)!, "*.restoring"));
    }

    private void Damage(string damage)
    {
        if (damage == "text")
        {
            File.WriteAllText(Backup, "no backup");
            return;
        }

        if (damage == "cut")
        {
            using var file = new FileStream(Backup, FileMode.Open);
            file.SetLength(file.Length * 9 / 10);
            return;
        }

        var entries = Entries();
        var store = entries.FindIndex(entry => entry.Name == "platone.db");
        if (damage == "changed") entries[store].Content[5000] ^= 1;
        if (damage == "missing") entries.RemoveAt(store);
        if (damage == "outside") entries.Add(("../outside", [1]));
        using var packed = new GZipStream(File.Create(Backup), CompressionLevel.Fastest);
        using var tar = new TarWriter(packed);
        foreach (var (name, content) in entries) tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
    }

    private List<(string Name, byte[] Content)> Entries()
    {
        using var unpacked = new GZipStream(File.OpenRead(Backup), CompressionMode.Decompress);
        using var tar = new TarReader(unpacked);
        var entries = new List<(string, byte[])>();
        while (tar.GetNextEntry(copyData: true) is { } entry)
        {
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            entries.Add((entry.Name, content.ToArray()));
        }

        return entries;
    }

    private static async Task SendAsync(Party provider, int from, int to)
    {
        await using var device = await Device.ConnectAsync(provider, $"devices-{from}");
        for (var i = from; i < to; i++) await device.SendAsync("backup", Payloads.Pmu("backup", Start.AddSeconds(i), $"{i}.5"));
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
