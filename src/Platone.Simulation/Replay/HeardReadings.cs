using Platone.Protocol;

namespace Platone.Simulation.Replay;

/// <summary>Which readings were heard, each counted once. By stream, because a day of PMUs are millions.</summary>
public sealed class HeardReadings
{
    private readonly Lock _adding = new();
    private readonly Dictionary<(string Provider, string Stream), HashSet<ulong>> _sequences = [];
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Add(DataMessage message)
    {
        lock (_adding)
        {
            foreach (var reading in message.Readings)
            {
                if (!_sequences.TryGetValue((message.Provider, reading.Stream), out var heard)) _sequences.Add((message.Provider, reading.Stream), heard = []);
                if (heard.Add(reading.Sequence)) Volatile.Write(ref _count, _count + 1);
            }
        }
    }
}
