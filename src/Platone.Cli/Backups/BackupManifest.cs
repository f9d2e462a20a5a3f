using System.Text.Json;
using System.Text.Json.Serialization;

namespace Platone.Cli.Backups;

/// <summary>What a backup holds: its first entry, by which everything behind it is checked.</summary>
/// <param name="Format">1.</param>
/// <param name="Made">ISO 8601, UTC.</param>
/// <param name="Readings">How many the store had.</param>
/// <param name="Block">Up to which block the chain was read.</param>
sealed record BackupManifest(int Format, string Made, ulong ChainId, long Readings, ulong? Block, IReadOnlyList<BackupEntry> Entries)
{
    public const string Name = "manifest.json";

    public const int KnownFormat = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
    };

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <exception cref="InvalidDataException">It is no manifest, or one of a later format.</exception>
    public static BackupManifest Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize<BackupManifest>(json, Json) ?? throw new JsonException("it is null");
            return manifest.Format == KnownFormat
                ? manifest
                : throw new InvalidDataException($"{Name}: found format {manifest.Format}, expected {KnownFormat}");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{Name}: {e.Message}", e);
        }
    }
}

/// <param name="Path">Relative to the data directory, with '/'.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
/// <param name="Secret">Mode 0600, whatever the umask says.</param>
sealed record BackupEntry(string Path, long Bytes, string Sha256, bool Secret);
