using Platone.Certification;
using Platone.Protocol;
using Platone.Readings;

namespace Platone.AccessLayer.Sharing;

/// <summary>A stored reading in the words of the bus and of REST.</summary>
static class Shared
{
    public static SharedReading Of(StoredReading reading) => new(
        reading.Id, reading.Stream.ToString(), reading.Sequence, IsoTime.Format(reading.TimeMicros), reading.Value.ToString(),
        UnitSymbols.Text(reading.Unit), reading.Quality, ProvenReading.KindText(reading.Kind), reading.Replaces, reading.Batch);
}
