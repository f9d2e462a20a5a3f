using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Platone.Cli.Hosting;
using Platone.Cli.Hosting.Processes;
using Platone.Contracts.Deployment;
using Platone.Storage;
using Platone.Storage.Sqlite;

namespace Platone.Cli.Backups;

/// <summary>
/// Copies what must survive into one file (tar, gzip), while the framework runs or not. The embedded chain's state is taken before the
/// store: a chain that is a moment behind the store is what every reorganisation looks like, one that is ahead knows batches that the
/// store does not.
/// </summary>
static class BackupWriter
{
    /// <param name="withKeys">Whether wallets, the broker's secret and the CA go along.</param>
    /// <exception cref="IOException">The file exists.</exception>
    public static async Task<BackupManifest> WriteAsync(DataDirectory data, string file, bool withKeys, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (File.Exists(file)) throw new IOException($"{file} exists already.");

        var contracts = ContractLine.LoadOnly(data.Deployments);
        var parts = OwnerOnly.CreateFolder($"{file}.{Environment.ProcessId}.parts");
        try
        {
            var sources = new List<(string Path, string Source, bool Secret)>();
            if (new ChainState(data, TimeProvider.System, NullLogger<ChainState>.Instance).Newest is { } chain)
            {
                // It is replaced as a whole while the framework runs: what was opened stays as it was.
                File.Copy(chain, Path.Combine(parts.FullName, "anvil.json"));
                sources.Add((RelativeTo(data, data.ChainState), Path.Combine(parts.FullName, "anvil.json"), false));
            }

            var store = Path.Combine(parts.FullName, "platone.db");
            using (var database = Database.OpenReadOnly(data.Store)) await database.CopyToAsync(store, cancellationToken);
            sources.Add((RelativeTo(data, data.EmbeddedStore), store, false));
            sources.AddRange(
                Directory.EnumerateFiles(data.Deployments, "*.json").Order(StringComparer.Ordinal).Select(path => (RelativeTo(data, path), path, false)));
            foreach (var keys in new[] { data.Wallets, data.Tls }.Where(folder => withKeys && Directory.Exists(folder)))
                sources.AddRange(Directory.EnumerateFiles(keys).Order(StringComparer.Ordinal).Select(path => (RelativeTo(data, path), path, true)));

            var entries = new List<BackupEntry>();
            foreach (var (path, source, secret) in sources)
                entries.Add(new(path, new FileInfo(source).Length, await HashAsync(source, cancellationToken), secret));
            var manifest = Describe(store, contracts, entries, now);
            var temporary = Path.Combine(parts.FullName, "backup");
            await PackAsync(temporary, manifest, sources.ConvertAll(part => (part.Path, part.Source)), cancellationToken);
            File.Move(temporary, file, overwrite: false);
            return manifest;
        }
        finally
        {
            parts.Delete(recursive: true);
        }
    }

    private static string RelativeTo(DataDirectory data, string path) => Path.GetRelativePath(data.Root, path).Replace('\\', '/');

    private static BackupManifest Describe(string store, ContractLine contracts, IReadOnlyList<BackupEntry> entries, DateTimeOffset now)
    {
        using var copy = SqliteDatabase.OpenReadOnly(store);
        return new(
            BackupManifest.KnownFormat, now.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture), contracts.ChainId,
            new ReadingQueries(copy).Count().Stored, new ChainStore(copy).Position()?.Number, entries);
    }

    private static async Task<string> HashAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }

    private static async Task PackAsync(string file, BackupManifest manifest, List<(string Path, string Source)> parts, CancellationToken cancellationToken)
    {
        await using var output = OwnerOnly.CreateFile(file);
        await using (var packed = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true))
        await using (var tar = new TarWriter(packed, TarEntryFormat.Pax))
        {
            await tar.WriteEntryAsync(
                new PaxTarEntry(TarEntryType.RegularFile, BackupManifest.Name) { DataStream = new MemoryStream(manifest.ToJson()), Mode = OwnerOnly.ReadWrite },
                cancellationToken);
            foreach (var (path, source) in parts)
            {
                await using var content = File.OpenRead(source);
                await tar.WriteEntryAsync(
                    new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = content, Mode = OwnerOnly.ReadWrite }, cancellationToken);
            }
        }

        output.Flush(flushToDisk: true);
    }
}
