using Platone.Contracts.Following;

namespace Platone.Contracts.Tests;

/// <summary>The blocks that a follower was told it stood on.</summary>
sealed class MemoryCursor : ICursor
{
    private readonly SortedDictionary<ulong, ChainPosition> _passed = [];

    public MemoryCursor(params ReadOnlySpan<ChainPosition> passed)
    {
        foreach (var position in passed) Pass(position);
    }

    public void Pass(ChainPosition position) => _passed[position.Number] = position;

    public ChainPosition? Position() => AtOrBelow(ulong.MaxValue);

    public ChainPosition? AtOrBelow(ulong number) => _passed.Where(pair => pair.Key <= number).Select(pair => (ChainPosition?)pair.Value).LastOrDefault();
}
