using System.Text;
using Platone.Cli.Hosting;

namespace Platone.Cli.Wallets;

/// <summary>A short text in a file of its owner's only (mode 0600): a key, words, a password.</summary>
static class SecretFile
{
    private const int MaxLength = 16 * 1024;

    /// <exception cref="InvalidDataException">Others may read or write the file, or it is too long to be a secret.</exception>
    public static string Read(string path)
    {
        RefuseOpenToOthers(path);
        if (new FileInfo(path).Length is > MaxLength and var length)
            throw new InvalidDataException($"{path}: found {length} bytes, expected at most {MaxLength}.");

        return File.ReadAllText(path);
    }

    /// <summary>Writes a file whole or not at all, that never has wider rights, not even for a moment.</summary>
    /// <exception cref="IOException">The file exists.</exception>
    public static void Write(string path, string secret)
    {
        RefuseExisting(path);
        Write(path, secret, overwrite: false);
    }

    /// <summary>The same, in the place of what was there.</summary>
    public static void Replace(string path, string secret) => Write(path, secret, overwrite: true);

    /// <exception cref="IOException">The file exists.</exception>
    public static void RefuseExisting(string path)
    {
        if (File.Exists(path)) throw new IOException($"{path} exists already.");
    }

    public static void RefuseOpenToOthers(string path)
    {
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
            throw new InvalidDataException($"{path}: found mode {File.GetUnixFileMode(path)}, expected 0600: what others can read is no secret (chmod 600).");
    }

    private static void Write(string path, string secret, bool overwrite)
    {
        var temporary = $"{path}.{Environment.ProcessId}.new";
        using (var file = OwnerOnly.CreateFile(temporary, FileMode.Create))
        {
            file.Write(Encoding.ASCII.GetBytes(secret + Environment.NewLine));
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite);
    }
}
