using Platone.Policies;

namespace Platone.MosquittoPlugin.Tests;

/// <summary>Plays the access layer: tells the broker what changes.</summary>
interface IRuleFeed
{
    Task Send(RuleChange change);

    /// <summary>The next block.</summary>
    Task Beat();

    /// <summary>What the broker counted so far.</summary>
    IReadOnlyCollection<UsageCount> Usage { get; }
}
