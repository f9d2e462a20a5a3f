using Platone.Policies;

namespace Platone.MosquittoPlugin.Tests;

public sealed class SnapshotFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("platone").FullName;
    private readonly RuleSnapshot _snapshot = new(3, new(5, 6), 1000, Scene.Key, [Scene.Operator], [Scene.Provider], [], [Scene.Grant(1, "data/ä b/#")]);

    private string FilePath => Path.Combine(_folder, "rules");

    [Fact]
    public void What_was_written_is_read()
    {
        var file = new SnapshotFile(FilePath);
        Assert.Null(file.Read());
        file.Write(_snapshot);
        file.Write(_snapshot);
        Assert.Equal(FeedWriter.Lines(_snapshot), FeedWriter.Lines(file.Read()!));
        Assert.Equal([FilePath], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Only_the_owner_may_read_it()
    {
        var file = new SnapshotFile(FilePath);
        File.WriteAllText(FilePath + ".new", "left by a crash, readable by all");
        file.Write(_snapshot);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));

        File.SetUnixFileMode(FilePath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);
        Assert.Throws<IOException>(() => file.Read());
    }

    [Fact]
    public void A_damaged_file_is_refused()
    {
        new SnapshotFile(FilePath).Write(_snapshot);
        File.AppendAllText(FilePath, "more\n");
        Assert.Throws<FeedException>(() => new SnapshotFile(FilePath).Read());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
