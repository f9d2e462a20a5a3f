using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using Platone.Cli.Hosting;
using Platone.Storage;
using Platone.Storage.Sqlite;

namespace Platone.Cli.Backups;

/// <summary>
/// Makes a data directory of a backup: beside its place first, checked to the last byte, then moved there in one step. A restored store
/// leaves room in its numbers for what was accepted after the backup and is lost, so that no number is ever given twice.
/// </summary>
static class BackupReader
{
    private const int MaxManifestBytes = 1 << 20;

    /// <param name="moved">Nothing was accepted since the backup, so no number can be given twice.</param>
    /// <exception cref="IOException">There is something at the place already.</exception>
    /// <exception cref="InvalidDataException">The file is no backup, or not as it was made.</exception>
    public static async Task<BackupManifest> ReadAsync(string file, string folder, bool moved, CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new IOException($"--data: {folder} is not empty, expected a new or an empty folder.");

        var beside = $"{folder}.{Environment.ProcessId}.restoring";
        OwnerOnly.CreateFolder(beside);
        try
        {
            var manifest = await UnpackAsync(file, beside, cancellationToken);
            using (var store = SqliteDatabase.Open(Path.Combine(beside, "platone.db")))
            {
                if (store.FindDamage() is { } damage) throw new InvalidDataException($"{file}: the store is damaged: {damage}");
                if (!moved) await new RestorationStore(store).BeginAsync(cancellationToken);
            }

            if (Directory.Exists(folder)) Directory.Delete(folder);
            Directory.Move(beside, folder);
            // With the folders that commands need which come before the next start.
            DataDirectory.Create(folder);
            return manifest;
        }
        finally
        {
            if (Directory.Exists(beside)) Directory.Delete(beside, recursive: true);
        }
    }

    private static async Task<BackupManifest> UnpackAsync(string file, string folder, CancellationToken cancellationToken)
    {
        try
        {
            await using var input = File.OpenRead(file);
            await using var unpacked = new GZipStream(input, CompressionMode.Decompress);
            await using var tar = new TarReader(unpacked);
            var manifest = await ManifestAsync(tar, cancellationToken);
            var missing = manifest.Entries.ToDictionary(entry => entry.Path, StringComparer.Ordinal);
            while (await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
            {
                if (!missing.Remove(entry.Name, out var expected))
                    throw new InvalidDataException($"{entry.Name}: the manifest does not name it, or it is there twice");
                await UnpackAsync(entry, expected, folder, cancellationToken);
            }

            return missing.Count == 0 ? manifest : throw new InvalidDataException($"{missing.Keys.First()}: the manifest names it, the file lacks it");
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new InvalidDataException($"{file}: {e.Message}", e);
        }
    }

    private static async Task<BackupManifest> ManifestAsync(TarReader tar, CancellationToken cancellationToken)
    {
        var first = await tar.GetNextEntryAsync(copyData: false, cancellationToken);
        if (first is not { Name: BackupManifest.Name, DataStream: { Length: <= MaxManifestBytes } content })
            throw new InvalidDataException($"expected {BackupManifest.Name} first: this is no backup");

        using var json = new MemoryStream();
        await content.CopyToAsync(json, cancellationToken);
        return BackupManifest.Parse(json.ToArray());
    }

    private static async Task UnpackAsync(TarEntry entry, BackupEntry expected, string folder, CancellationToken cancellationToken)
    {
        var target = Path.GetFullPath(Path.Combine(folder, expected.Path));
        if (entry.EntryType is not TarEntryType.RegularFile || !target.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new InvalidDataException($"{entry.Name}: expected a file inside the data directory");

        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        await using (var output = expected.Secret ? OwnerOnly.CreateFile(target) : new FileStream(target, FileMode.CreateNew, FileAccess.Write))
        {
            if (entry.DataStream is { } content) await content.CopyToAsync(output, cancellationToken);
            output.Flush(flushToDisk: true);
        }

        await using var written = File.OpenRead(target);
        var (length, hash) = (written.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(written, cancellationToken)));
        if ((length, hash) != (expected.Bytes, expected.Sha256))
            throw new InvalidDataException($"{entry.Name}: found {length} bytes with hash {hash}, expected {expected.Bytes} with {expected.Sha256}");
    }
}
