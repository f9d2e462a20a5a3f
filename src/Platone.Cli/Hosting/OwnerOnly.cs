namespace Platone.Cli.Hosting;

/// <summary>Files and folders of their owner's only (modes 0600 and 0700), from the moment they are made.</summary>
static class OwnerOnly
{
    public const UnixFileMode ReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static DirectoryInfo CreateFolder(string path) =>
        OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, ReadWrite | UnixFileMode.UserExecute);

    public static FileStream CreateFile(string path, FileMode mode = FileMode.CreateNew)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = ReadWrite;
        return new(path, options);
    }
}
