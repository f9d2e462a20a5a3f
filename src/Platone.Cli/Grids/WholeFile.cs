namespace Platone.Cli.Grids;

/// <summary>A file that is there as a whole or not at all.</summary>
static class WholeFile
{
    public static void Write(string path, Action<Stream> write)
    {
        var beside = $"{path}.{Environment.ProcessId}.new";
        try
        {
            using (var stream = File.Create(beside)) write(stream);
            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
