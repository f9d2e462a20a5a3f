using System.Globalization;
using Platone.Certification;
using Platone.Cryptography;

namespace Platone.Storage.Audit;

/// <summary>Which one column was changed, where what it must have been is known: then the leaf shows it.</summary>
/// <param name="Reading">As it was certified.</param>
/// <param name="What">In words.</param>
sealed record Restoration(StoredReading Reading, string What)
{
    /// <param name="number">The certified number, as far as known.</param>
    /// <param name="stream">The certified stream.</param>
    /// <param name="others">Numbers of its stream at its time: a revision replaces one of them.</param>
    public static Restoration? Of(StoredReading reading, Hash256 leaf, ulong? number, AuditedStream? stream, IEnumerable<ulong> others)
    {
        var own = stream is { Fault: null } ? reading with { Provider = stream.Provider, Stream = stream.Name! } : reading;
        var numbered = own with { Sequence = number ?? own.Sequence };
        var replaces = reading.Replaces?.ToString(CultureInfo.InvariantCulture) ?? "NULL";
        return Try(reading with { Sequence = numbered.Sequence }, $"column sequence holds {reading.Sequence}, certified is {numbered.Sequence}")
            ?? Try(own, $"it stands in stream {reading.Stream} of {reading.Provider}, certified is {own.Stream} of {own.Provider}")
            ?? Try(numbered, $"it is number {reading.Sequence} of {reading.Stream}, certified is number {numbered.Sequence} of {own.Stream}")
            ?? Try(reading with { Replaces = null }, $"column replaces holds {reading.Replaces}, it was certified as a reading that replaces nothing")
            ?? others
                .Select(other => Try(reading with { Replaces = other }, $"column replaces holds {replaces}, certified is {other}"))
                .FirstOrDefault(found => found is not null);

        Restoration? Try(StoredReading tried, string what) => tried.ToRecord().Leaf() == leaf ? new(tried, what) : null;
    }
}
