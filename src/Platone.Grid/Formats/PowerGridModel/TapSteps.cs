using System.Collections;

namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>A tap changer's steps, computed when asked for: most are never looked at.</summary>
internal sealed class TapSteps(int lowest, int count, Func<int, TapStep> step) : IReadOnlyList<TapStep>
{
    public int Count => count;

    public TapStep this[int index] => index >= 0 && index < count ? step(lowest + index) : throw new ArgumentOutOfRangeException(nameof(index));

    public IEnumerator<TapStep> GetEnumerator()
    {
        for (var i = 0; i < count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
