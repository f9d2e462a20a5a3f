namespace Platone.Contracts.Sending;

/// <summary>How an account's transactions are sent and watched.</summary>
public sealed record SenderOptions
{
    /// <summary>
    /// For the embedded chain, which loses none of any number: as many as fit well into a block a second. The time in which anvil tells a block's receipts
    /// grows with the square of their number: 0.1 s for 1,000, 1.2 s for 3,300.
    /// </summary>
    public const int EmbeddedInFlight = 1536;

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
