using Platone.Cryptography;

namespace Platone.Policies;

/// <summary>Everything a rule table holds, at one moment: what a feed starts with and what a broker keeps on disk.</summary>
/// <param name="Sequence">Number of the last change that is in it; the first delta after it carries the next number.</param>
/// <param name="Head">The chain's head that it was read at.</param>
/// <param name="StaleAfterMs">How long the head may stand still before consumers are denied; follows the chain's block period.</param>
/// <param name="Key">Secret for <see cref="BrokerToken"/>s.</param>
/// <param name="Operators">The access layer's own wallets: they read and write everything.</param>
/// <param name="Providers">Wallets that may publish readings.</param>
/// <param name="Credentials">Certificates and passwords that let accounts in; each once.</param>
/// <param name="Grants">Who may read whose data; ids are unique.</param>
public sealed record RuleSnapshot(
    long Sequence,
    ChainHead Head,
    long StaleAfterMs,
    BrokerKey Key,
    IReadOnlyCollection<Address> Operators,
    IReadOnlyCollection<Address> Providers,
    IReadOnlyCollection<Credential> Credentials,
    IReadOnlyCollection<Grant> Grants);

/// <summary>The newest block that the access layer has processed.</summary>
/// <param name="Block">Its number.</param>
/// <param name="UnixSeconds">Its timestamp.</param>
public readonly record struct ChainHead(long Block, long UnixSeconds);
