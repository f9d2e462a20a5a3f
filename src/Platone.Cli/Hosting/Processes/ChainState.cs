using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Platone.Cryptography;

namespace Platone.Cli.Hosting.Processes;

/// <summary>
/// The embedded chain's state on the disk. anvil writes its file in place, so one that is killed leaves half a file behind; therefore it
/// writes one only when it ends, and while it runs the host asks it for its state and replaces the kept copy as a whole.
/// </summary>
sealed partial class ChainState(DataDirectory data, TimeProvider time, ILogger<ChainState> logger)
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromMinutes(2) };

    private readonly string _kept = data.ChainState;
    private readonly Lock _lock = new();
    private Task _saving = Task.CompletedTask;

    /// <summary>The newest whole state; null where there is none. Changes nothing.</summary>
    public string? Newest => IsWhole(data.ChainStateAtEnd) ? data.ChainStateAtEnd : IsWhole(_kept) ? _kept : null;

    /// <summary>
    /// Makes the newest whole state the kept one, before a node starts from it and after it has ended. What is torn is put aside with a
    /// line in the log.
    /// </summary>
    public void Adopt()
    {
        // anvil writes no state, and says nothing, where the folder is missing.
        Directory.CreateDirectory(data.ChainFolder);
        PutAsideIfTorn(_kept);
        PutAsideIfTorn(data.ChainStateAtEnd);
        if (File.Exists(data.ChainStateAtEnd)) File.Move(data.ChainStateAtEnd, _kept, overwrite: true);
    }

    /// <summary>Replaces the kept state with the running node's. One at a time, so that an older state never comes after a newer one.</summary>
    public Task SaveAsync(Uri node, CancellationToken cancellationToken)
    {
        lock (_lock) return _saving = SaveAfterAsync(_saving, node, cancellationToken);
    }

    private async Task SaveAfterAsync(Task earlier, Uri node, CancellationToken cancellationToken)
    {
        await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // whoever asked for it is told how it ended
        var request = new { jsonrpc = "2.0", id = 1, method = "anvil_dumpState", @params = Array.Empty<object>() };
        using var answer = await Http.PostAsJsonAsync(node, request, cancellationToken);
        await using var body = await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(cancellationToken);
        using var document = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
        var packed = document.RootElement.TryGetProperty("result", out var result)
            ? Hex.Decode(result.GetString()!)
            : throw new IOException($"anvil_dumpState: {document.RootElement}");

        var replacement = _kept + ".new";
        await using (var file = new FileStream(replacement, FileMode.Create, FileAccess.Write, FileShare.None))
        await using (var state = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress))
        {
            await state.CopyToAsync(file, cancellationToken);
            file.Flush(flushToDisk: true);
        }

        File.Move(replacement, _kept, overwrite: true);
    }

    private void PutAsideIfTorn(string file)
    {
        if (!File.Exists(file) || IsWhole(file)) return;

        var aside = string.Create(CultureInfo.InvariantCulture, $"{file}.torn-{time.GetUtcNow():yyyyMMddTHHmmssfff}");
        File.Move(file, aside);
        LogTorn(logger, file, aside);
    }

    /// <summary>Whether a file is one JSON document to its end: read in pieces, because a chain's days are hundreds of megabytes.</summary>
    private static bool IsWhole(string path)
    {
        if (!File.Exists(path)) return false;

        using var file = File.OpenRead(path);
        var (buffer, held, state) = (new byte[1 << 16], 0, default(JsonReaderState));
        try
        {
            while (true)
            {
                var read = file.Read(buffer, held, buffer.Length - held);
                var reader = new Utf8JsonReader(buffer.AsSpan(0, held + read), isFinalBlock: read == 0, state);
                while (reader.Read())
                {
                }

                if (read == 0) return true;

                // A token that is not complete yet stays; one that fills the buffer needs a longer one.
                (held, state) = (held + read - (int)reader.BytesConsumed, reader.CurrentState);
                buffer.AsSpan((int)reader.BytesConsumed, held).CopyTo(buffer);
                if (held == buffer.Length) Array.Resize(ref buffer, 2 * held);
            }
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The chain's state {File} is torn and was put aside as {Aside}; the chain goes on from an older one")]
    private static partial void LogTorn(ILogger logger, string file, string aside);
}
