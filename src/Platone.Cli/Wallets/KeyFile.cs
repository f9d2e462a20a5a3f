using System.Security.Cryptography;
using Platone.Cryptography;

namespace Platone.Cli.Wallets;

/// <summary>A private key in a file of its owner's only (mode 0600): 32 bytes of hexadecimal.</summary>
static class KeyFile
{
    /// <exception cref="InvalidDataException">The file holds no key, or others may read it.</exception>
    public static PrivateKey Load(string path)
    {
        RefuseOpenToOthers(path);
        try
        {
            return PrivateKey.Parse(File.ReadAllText(path).Trim());
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new InvalidDataException($"{path}: found no private key, expected 32 bytes of hexadecimal.");
        }
    }

    public static PrivateKey LoadOrCreate(string path) => File.Exists(path) ? Load(path) : Create(path);

    /// <exception cref="IOException">The file exists.</exception>
    public static PrivateKey Create(string path)
    {
        var key = PrivateKey.FromBytes(RandomNumberGenerator.GetBytes(PrivateKey.Length));
        WriteSecret(path, Hex.Encode(key.ToArray()));
        return key;
    }

    /// <summary>Writes a file whole or not at all, that never has wider rights, not even for a moment.</summary>
    public static void WriteSecret(string path, string secret)
    {
        if (File.Exists(path)) throw new IOException($"{path} exists already.");

        var temporary = $"{path}.{Environment.ProcessId}.new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(temporary, options))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(secret + Environment.NewLine));
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: false);
    }

    public static void RefuseOpenToOthers(string path)
    {
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
            throw new InvalidDataException($"{path}: found mode {File.GetUnixFileMode(path)}, expected 0600: a key that others can read is no secret (chmod 600).");
    }
}
