using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Platone.Policies;

/// <summary>
/// Cuts the bytes of a feed into lines and reads them; <see cref="FeedMessage"/> has the grammar. Memory is bounded by one line and one chunk.
/// </summary>
public sealed class FeedReader
{
    /// <summary>Longest line, its end not counted: above any valid one.</summary>
    public const int MaxLineBytes = 2048;

    private readonly ArrayBufferWriter<byte> _pending = new();
    private int _read;
    private long _lines;

    /// <summary>Takes the next bytes as they came; <see cref="TryRead"/> gives the messages that they complete.</summary>
    public void Push(ReadOnlySpan<byte> bytes)
    {
        if (_read == _pending.WrittenCount)
        {
            _pending.ResetWrittenCount();
            _read = 0;
        }

        _pending.Write(bytes);
    }

    /// <summary>The next message; false when more bytes are needed.</summary>
    /// <exception cref="FeedException">The line is not of the grammar, or too long.</exception>
    public bool TryRead([NotNullWhen(true)] out FeedMessage? message)
    {
        message = null;
        var unread = _pending.WrittenSpan[_read..];
        var end = unread.IndexOf((byte)'\n');
        if (end > MaxLineBytes || (end < 0 && unread.Length > MaxLineBytes))
            throw new FeedException($"Line {_lines + 1}: expected at most {MaxLineBytes} bytes before the end of the line.");

        if (end < 0)
        {
            KeepRest(unread);
            return false;
        }

        _read += end + 1;
        message = Parse(unread[..end], ++_lines);
        return true;
    }

    /// <summary>Reads one line.</summary>
    /// <param name="line">UTF-8 without the line end.</param>
    /// <param name="lineNumber">For the error.</param>
    /// <exception cref="FeedException">The line is not of the grammar.</exception>
    public static FeedMessage Parse(ReadOnlySpan<byte> line, long lineNumber = 1)
    {
        var fields = new FeedFields(line, lineNumber);
        if (!line.IsEmpty && char.IsAsciiDigit((char)line[0])) return ParseDelta(ref fields);

        var word = fields.Word();
        return word switch
        {
            "snapshot" => fields.End(new FeedMessage.SnapshotBegin(fields.Number("SEQ"), fields.Head(), fields.PositiveNumber("STALEAFTERMS"))),
            "key" => fields.End(new FeedMessage.SnapshotKey(fields.Key())),
            "operator" => fields.End(new FeedMessage.SnapshotOperator(fields.Address("ADDR"))),
            "provider" => fields.End(new FeedMessage.SnapshotProvider(fields.Address("ADDR"))),
            "credential" => new FeedMessage.SnapshotCredential(fields.Credential()),
            "grant" => new FeedMessage.SnapshotGrant(fields.Grant()),
            "end" => fields.End(new FeedMessage.SnapshotEnd(fields.Number("SEQ"))),
            _ => throw fields.Unexpected("snapshot, key, operator, provider, credential, grant, end or a sequence number", word),
        };
    }

    /// <summary>Reads a whole snapshot, as a file holds it.</summary>
    /// <exception cref="FeedException">A line is wrong, the snapshot does not end, or something follows it.</exception>
    public static RuleSnapshot ReadSnapshot(ReadOnlySpan<byte> text)
    {
        var collector = new SnapshotCollector();
        RuleSnapshot? snapshot = null;
        for (var lineNumber = 1L; !text.IsEmpty; lineNumber++)
        {
            if (snapshot is not null) throw new FeedException($"Line {lineNumber}: expected nothing after the snapshot.");

            var end = text.IndexOf((byte)'\n');
            if (end < 0) throw new FeedException($"Line {lineNumber}: expected a line end, found the end of the text.");

            snapshot = collector.Add(Parse(text[..end], lineNumber));
            text = text[(end + 1)..];
        }

        return snapshot ?? throw new FeedException("Expected a snapshot with its end line, found the end of the text.");
    }

    private static FeedMessage.Delta ParseDelta(ref FeedFields fields)
    {
        var sequence = fields.Number("SEQ");
        var word = fields.Word();
        RuleChange change = word switch
        {
            "grant" => new RuleChange.AddGrant(fields.Grant()),
            "revoke" => fields.End(new RuleChange.RevokeGrant(fields.Hash("ID"))),
            "provider" => fields.End(new RuleChange.AddProvider(fields.Address("ADDR"))),
            "unprovider" => fields.End(new RuleChange.RemoveProvider(fields.Address("ADDR"))),
            "credential" => new RuleChange.AddCredential(fields.Credential()),
            "uncredential" => new RuleChange.RemoveCredential(fields.Credential()),
            "beat" => fields.End(new RuleChange.Beat(fields.Head())),
            _ => throw fields.Unexpected("grant, revoke, provider, unprovider, credential, uncredential or beat", word),
        };
        return new(sequence, change);
    }

    /// <summary>Moves an unfinished line to the front, so that the buffer does not grow with the feed.</summary>
    private void KeepRest(ReadOnlySpan<byte> rest)
    {
        if (_read == 0) return;

        Span<byte> copy = stackalloc byte[MaxLineBytes];
        rest.CopyTo(copy);
        _pending.ResetWrittenCount();
        _pending.Write(copy[..rest.Length]);
        _read = 0;
    }
}
