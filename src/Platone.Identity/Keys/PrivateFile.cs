namespace Platone.Identity.Keys;

/// <summary>A file of its owner's only (mode 0600), from the moment it is made.</summary>
static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const int MaxLength = 16 * 1024;

    public static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }

    /// <exception cref="InvalidDataException">Others may read or write it, or it is too long to be a key.</exception>
    public static string Read(string path)
    {
        RefuseOpenToOthers(path);
        if (new FileInfo(path).Length is > MaxLength and var length)
            throw new InvalidDataException($"{path}: found {length} bytes, expected at most {MaxLength}.");

        return File.ReadAllText(path);
    }

    /// <summary>Writes it whole or not at all.</summary>
    /// <exception cref="IOException">It exists.</exception>
    public static void Write(string path, string content)
    {
        var temporary = $"{path}.{Environment.ProcessId}.new";
        using (var file = Create(temporary, FileMode.Create))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(content));
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: false);
    }

    public static FileStream Create(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        return new(path, options);
    }

    public static void RefuseOpenToOthers(string path)
    {
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
            throw new InvalidDataException($"{path}: found mode {File.GetUnixFileMode(path)}, expected 0600: what others can read is no secret (chmod 600).");
    }
}
