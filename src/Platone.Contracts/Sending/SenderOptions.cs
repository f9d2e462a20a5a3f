namespace Platone.Contracts.Sending;

/// <summary>How an account's transactions are sent and watched.</summary>
public sealed record SenderOptions
{
    /// <summary>What the embedded chain takes of one account without losing any.</summary>
    public const int EmbeddedInFlight = 4096;

    /// <summary>How many transactions may be under way at once. Nodes keep only so many of one account: 200 is Besu's own limit.</summary>
    public int InFlight { get; init; } = 200;

    /// <summary>How many blocks must stand on a transaction's own before it counts as there for good.</summary>
    public ulong FinalityDepth { get; init; } = 6;

    /// <summary>
    /// Contracts whose refusal settles a call: somebody else did it first, and whoever wanted it looks again. Every other refused call of
    /// the own account waits, and all behind it, until its contract takes it.
    /// </summary>
    public IReadOnlyCollection<Cryptography.Address> Forgiving { get; init; } = [];

    public TimeSpan PollEvery { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>What no block has after so long is sent again: nodes forget, and drop what they do not like without a word.</summary>
    public TimeSpan SendAgainAfter { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>After so many blocks without it, the first transaction in the line is replaced by one that offers more.</summary>
    public ulong StuckAfterBlocks { get; init; } = 10;

    /// <summary>A chain whose head has not moved for so long stalls.</summary>
    public TimeSpan StalledAfter { get; init; } = TimeSpan.FromSeconds(15);
}
