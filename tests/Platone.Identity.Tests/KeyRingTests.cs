using Microsoft.Extensions.Time.Testing;
using Platone.Identity.Keys;
using Platone.Testing;

namespace Platone.Identity.Tests;

public sealed class KeyRingTests : IDisposable
{
    private static readonly TimeSpan TokensLive = TimeSpan.FromHours(12);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new(2026, 11, 27, 4, 0, 0, TimeSpan.Zero));

    private string Keys => _folder.File("keys");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_first_key_signs_at_once_and_is_the_same_after_a_restart()
    {
        using var ring = Ring();
        using var again = Ring();

        Assert.Equal(ring.Keys[0].Key.KeyId, Assert.Single(again.Keys).Key.KeyId);
        Assert.Equal(ring.Secret, again.Secret);
        Assert.All(Directory.EnumerateFiles(Keys), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", File.ReadAllText(ring.Keys[0].File), StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_key_is_published_before_it_signs_and_an_old_one_until_its_tokens_are_over()
    {
        using var ring = Ring();
        var old = ring.Keys[0].Key.KeyId;
        _time.Advance(TimeSpan.FromDays(1));
        var made = KeyRing.Rotate(Keys, _time).Key.KeyId;

        Assert.Equal([old, made], After(ring, TimeSpan.Zero));
        Assert.Equal([old, made], After(ring, KeyRing.PublishedAhead - TimeSpan.FromSeconds(1)));
        Assert.Equal([made, old], After(ring, TimeSpan.FromSeconds(1)));
        Assert.Equal([made, old], After(ring, TokensLive));
        Assert.Equal([made], After(ring, TimeSpan.FromSeconds(1)));
        Assert.Equal(made, Assert.Single(Ring().Keys).Key.KeyId);
    }

    [Fact]
    public void A_key_is_replaced_when_it_is_thirty_days_old()
    {
        using var ring = Ring();
        var old = ring.Keys[0].Key.KeyId;

        Assert.Equal([old], After(ring, KeyRing.RotateAfter));
        var both = After(ring, TimeSpan.FromSeconds(1));
        Assert.Equal((2, old), (both.Count, both[0]));
        Assert.Equal(both[1], After(ring, KeyRing.PublishedAhead)[0]);
    }

    [Fact]
    public void Who_listens_hears_of_each_change_and_of_nothing_else()
    {
        using var ring = Ring();
        var heard = 0;
        using var listening = Microsoft.Extensions.Primitives.ChangeToken.OnChange(() => ring.ChangeToken, () => heard++);

        After(ring, TimeSpan.FromMinutes(1));
        Assert.Equal(0, heard);
        KeyRing.Rotate(Keys, _time);
        After(ring, TimeSpan.Zero);
        Assert.Equal(1, heard);
        After(ring, KeyRing.PublishedAhead);
        Assert.Equal(2, heard);
    }

    [Fact]
    public void After_a_theft_only_the_new_key_is_left()
    {
        using var ring = Ring();
        _time.Advance(TimeSpan.FromSeconds(1));
        var made = KeyRing.Replace(Keys, _time).Key.KeyId;

        Assert.Equal([made], After(ring, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("20261127T040000000Z.pem", "nothing", "P-256")]
    [InlineData("key.pem", "nothing", "when the key was made")]
    [InlineData("secret", "no hexadecimal", "32 bytes")]
    public void What_is_no_key_is_named(string file, string content, string expected)
    {
        Directory.CreateDirectory(Keys);
        Write(file, content, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        Assert.Contains(expected, Assert.Throws<InvalidDataException>(Ring).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_others_can_read_is_refused()
    {
        Ring().Dispose();
        File.SetUnixFileMode(Directory.EnumerateFiles(Keys, "*.pem").Single(), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        Assert.Contains("0600", Assert.Throws<InvalidDataException>(Ring).Message, StringComparison.Ordinal);
    }

    private KeyRing Ring() => new(Keys, TokensLive, _time);

    private List<string> After(KeyRing ring, TimeSpan time)
    {
        _time.Advance(time);
        ring.Refresh();
        return [.. ring.Keys.Select(key => key.Key.KeyId)];
    }

    private void Write(string file, string content, UnixFileMode mode)
    {
        var path = Path.Combine(Keys, file);
        File.WriteAllText(path, content);
        File.SetUnixFileMode(path, mode);
    }
}
