using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;

namespace Platone.Identity.Keys;

/// <summary>
/// The keys that sign tokens, and the secret behind nonces and codes, in files of one folder. A new key is published before it signs, so that nobody
/// sees a token of a key that it could not have heard of; an old one stays published until the last token that it signed is over.
/// </summary>
public sealed class KeyRing : IDisposable
{
    /// <summary>The newest key is replaced when it is so old.</summary>
    public static readonly TimeSpan RotateAfter = TimeSpan.FromDays(30);

    /// <summary>A key signs when it was published so long: more than services wait before they look for new keys.</summary>
    public static readonly TimeSpan PublishedAhead = TimeSpan.FromMinutes(10);

    private const int SecretLength = 32;

    private readonly string _folder;
    private readonly TimeSpan _tokensLive;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private CancellationTokenSource _changed = new();
    private IReadOnlyList<SigningKey> _keys;
    private SigningKey _signing;

    /// <summary>Reads the folder's keys, and makes what is missing.</summary>
    /// <param name="tokensLive">The longest life of a token that a key signs.</param>
    /// <exception cref="InvalidDataException">A file of the folder is no key, or others may read it.</exception>
    public KeyRing(string folder, TimeSpan tokensLive, TimeProvider time)
    {
        (_folder, _tokensLive, _time) = (folder, tokensLive, time);
        PrivateFile.MakeFolder(folder);
        Secret = LoadSecret(Path.Combine(folder, "secret"));
        _keys = Current();
        _signing = SigningOf(_keys);
    }

    /// <summary>32 bytes that nobody else knows.</summary>
    public byte[] Secret { get; }

    /// <summary>The one that signs first, then the others that are published.</summary>
    public IReadOnlyList<SigningKey> Keys
    {
        get
        {
            lock (_lock) return [_signing, .. _keys.Where(key => key != _signing)];
        }
    }

    /// <summary>Fires when <see cref="Keys"/> are others.</summary>
    public IChangeToken ChangeToken
    {
        get
        {
            lock (_lock) return new CancellationChangeToken(_changed.Token);
        }
    }

    /// <summary>Makes a new key in a folder; it signs when it was published for <see cref="PublishedAhead"/>.</summary>
    public static SigningKey Rotate(string folder, TimeProvider time)
    {
        PrivateFile.MakeFolder(folder);
        return SigningKey.Make(folder, time.GetUtcNow());
    }

    /// <summary>Makes a new key and deletes all others: tokens that they signed count no more, once services have heard of it.</summary>
    public static SigningKey Replace(string folder, TimeProvider time)
    {
        var key = Rotate(folder, time);
        foreach (var file in FilesOf(folder).Where(file => file != key.File)) File.Delete(file);
        return key;
    }

    /// <summary>Follows the folder and the clock: takes new keys, makes one when it is due, drops those that are over.</summary>
    public void Refresh()
    {
        CancellationTokenSource? before = null;
        lock (_lock)
        {
            var keys = Current();
            var signing = SigningOf(keys);
            if (!keys.Select(key => key.File).SequenceEqual(_keys.Select(key => key.File)) || signing.File != _signing.File)
                (_keys, _signing, before, _changed) = (keys, signing, _changed, new());
        }

        // Outside the lock: who listens asks for the keys.
        before?.Cancel();
        before?.Dispose();
    }

    public void Dispose() => _changed.Dispose();

    private static IEnumerable<string> FilesOf(string folder) =>
        Directory.EnumerateFiles(folder, "*" + SigningKey.Ending).Order(StringComparer.Ordinal);

    /// <summary>The folder's keys, the oldest first, as they shall be now.</summary>
    private List<SigningKey> Current()
    {
        var now = _time.GetUtcNow();
        var keys = FilesOf(_folder).Select(Known).ToList();
        if (keys.Count == 0 || now - keys[^1].Made > RotateAfter) keys.Add(SigningKey.Make(_folder, now));

        // A key signed until its successor did; what it signed last lives on for a while.
        while (keys.Count > 1 && now > keys[1].Made + PublishedAhead + _tokensLive)
        {
            File.Delete(keys[0].File);
            keys.RemoveAt(0);
        }

        return keys;
    }

    private SigningKey Known(string file) => _keys?.FirstOrDefault(key => key.File == file) ?? SigningKey.Load(file);

    private SigningKey SigningOf(IReadOnlyList<SigningKey> keys)
    {
        var now = _time.GetUtcNow();
        return keys.LastOrDefault(key => key.Made + PublishedAhead <= now) ?? keys[0];
    }

    private static byte[] LoadSecret(string file)
    {
        if (!File.Exists(file)) PrivateFile.Write(file, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretLength)));
        try
        {
            return Convert.FromHexString(PrivateFile.Read(file).Trim()) is { Length: SecretLength } secret ? secret : throw new FormatException();
        }
        catch (FormatException e)
        {
            throw new InvalidDataException($"{file}: found no secret, expected {SecretLength} bytes of hexadecimal.", e);
        }
    }
}
