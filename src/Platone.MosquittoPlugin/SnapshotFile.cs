using System.Text;
using Platone.Policies;

namespace Platone.MosquittoPlugin;

/// <summary>
/// The last snapshot on disk, in the words of the feed. It holds the broker key: only its owner may read it (mode 0600), and a file that
/// others could have written is not believed.
/// </summary>
sealed class SnapshotFile(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>What the file holds; null when there is none yet.</summary>
    /// <exception cref="FeedException">It is damaged.</exception>
    /// <exception cref="IOException">It cannot be read, or others than its owner have rights on it.</exception>
    public RuleSnapshot? Read()
    {
        if (!File.Exists(path)) return null;
        if ((File.GetUnixFileMode(path) & ~OwnerOnly) != UnixFileMode.None) throw new IOException($"{path}: expected mode 0600.");

        return FeedReader.ReadSnapshot(File.ReadAllBytes(path));
    }

    /// <summary>Writes beside the file and renames, so that the file is always whole.</summary>
    public void Write(RuleSnapshot snapshot)
    {
        var beside = path + ".new";
        File.Delete(beside); // one left by a crash keeps its mode when it is opened again
        using (var stream = new FileStream(beside, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
            foreach (var line in FeedWriter.Lines(snapshot))
                writer.WriteLine(line);
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }
}
