using System.Text.Json;
using System.Text.Json.Serialization;
using Platone.Certification;
using Platone.Cryptography;

namespace Platone.Cli.Commands;

/// <summary>One line of a watcher's file: a head that it co-signed, or an alarm.</summary>
/// <param name="Seen"><c>readings</c>, or <c>head only</c> where it could not see the batch's readings.</param>
/// <param name="Time">When, ISO 8601.</param>
sealed record HeadLine(
    string Kind, string Time, string Certifier, ulong Number, string Record, string? Seen = null, string? Signature = null, string? Alarm = null)
{
    public const string Head = "head";

    public const string Raised = "alarm";
}

/// <summary>The heads that a wallet co-signed, one JSON document a line, in the order of numbers; never rewritten, only added to.</summary>
sealed class HeadFile(string path, PrivateKey wallet, ulong chainId, Address contract, Address certifier)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>What is there already, checked.</summary>
    /// <exception cref="InvalidDataException">A line is none, is of another certifier, or is not signed by the wallet.</exception>
    public IEnumerable<HeadLine> Read()
    {
        if (!File.Exists(path)) yield break;

        var number = 0;
        foreach (var text in File.ReadLines(path))
        {
            number++;
            yield return Parse(text) is { } line && IsOwn(line)
                ? line
                : throw new InvalidDataException(
                    $"{path}, line {number}: found no head that {wallet.Address} signed for {certifier}, expected one: somebody wrote into the file");
        }
    }

    /// <summary>Adds a line that is on the disk when this returns.</summary>
    public void Add(HeadLine line)
    {
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        file.Write(JsonSerializer.SerializeToUtf8Bytes(line, Json));
        file.Write("\n"u8);
        file.Flush(flushToDisk: true);
    }

    public HeadLine Sign(ulong number, Hash256 record, string seen, string time) => new(
        HeadLine.Head, time, certifier.ToString(), number, record.ToString(), seen,
        wallet.Sign(new WatchedHead(certifier, number, record).Digest(chainId, contract)).ToString());

    public HeadLine Alarm(ulong number, Hash256 record, string alarm, string time) =>
        new(HeadLine.Raised, time, certifier.ToString(), number, record.ToString(), Alarm: alarm);

    private bool IsOwn(HeadLine line) =>
        line.Certifier == certifier.ToString() && Hash256.TryParse(line.Record, out var record)
        && (line.Kind == HeadLine.Raised
            || (line.Kind == HeadLine.Head && Signature.TryParse(line.Signature, out var signature)
                && signature.TryRecover(new WatchedHead(certifier, line.Number, record).Digest(chainId, contract), out var signer)
                && signer == wallet.Address));

    private static HeadLine? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<HeadLine>(text, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
